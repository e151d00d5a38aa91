/** Script of taskpane.html: finds out what is around the pane, then draws it. */
import '../zod-for-browser.ts';
import { createRoot } from 'react-dom/client';
import { connectHost } from '../office/host.ts';
import { App } from './app.tsx';

const start = async (): Promise<void> => {
  const host = await connectHost();
  const place = document.getElementById('pane');
  if (place !== null) createRoot(place).render(<App host={host} />);
};

void start();

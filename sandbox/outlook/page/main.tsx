/** Script of the sandbox's Outlook page. Imports nothing of the product: what is shown of it is the pane, in a frame. */
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';

const place = document.getElementById('page');
if (place !== null) createRoot(place).render(<App />);

/** The pane in a real browser: what only a browser shows. */
import { openPaneInBrowser, usePanes } from './support/pane.ts';

usePanes();

describe('the pane in a browser', () => {
  test('offers to activate', async () => {
    const { page } = await openPaneInBrowser();
    await page.getByRole('heading', { level: 1, name: 'Uw relaties in Outlook' }).waitFor();
  });
});

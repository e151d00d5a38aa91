/** What axe finds wrong in the page as it is. Colours are for a real browser; jsdom paints none. */
import axe from 'axe-core';

export const violations = async (): Promise<string[]> => {
  const { violations: found } = await axe.run(document.body, {
    rules: { 'color-contrast': { enabled: false } },
  });
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
};

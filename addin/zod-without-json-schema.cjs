/**
 * Stands in the place of zod's making of JSON Schema in the pane's build (webpack.config.js), which is the worker's
 * business: 7 kB of the first load that nobody here calls. Every schema holds on to it, so it cannot be shaken off.
 */
const notHere = () => () => {
  throw new Error('no JSON Schema in the pane');
};
// Not as one literal: webpack would look for all the other names that zod mentions, and find them missing.
Object.assign(module.exports, { createToJSONSchemaMethod: notHere, createStandardJSONSchemaMethod: notHere });

/**
 * Builds the add-in into dist/addin, from where the worker serves it, and serves it on https://localhost:3000 while
 * developing. Both replace https://localhost:3000 in the manifest by PUBLIC_URL, so that one manifest serves both.
 */
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import CopyPlugin from 'copy-webpack-plugin';
import HtmlPlugin from 'html-webpack-plugin';
import Minimizer from 'minimizer-webpack-plugin';
import webpack from 'webpack';
import { sizeBudget } from './bench/sizes.mjs';

const developmentOrigin = 'https://localhost:3000';
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** Bytes of one file before it is compressed, and of all that the pane loads before it shows itself; bench/sizes.mjs has the rest. */
const MAX_BYTES = 600_000;

const publicOrigin = () => {
  const text = process.env.PUBLIC_URL ?? developmentOrigin;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol !== 'https:' || !['', '/'].includes(url.pathname) || url.search !== '') {
    throw new Error(
      `PUBLIC_URL must be an https address without path, for instance https://relatiebrug.example`,
    );
  }
  return url.origin;
};

/**
 * Griffel (Fluent UI) makes empty style elements and fills them by script: the hash of the empty text lets them be.
 * MicrosoftAjax.js is what office.js itself asks for inside Outlook. Which sites may frame the pane is told by the
 * worker's header: a meta element cannot.
 */
const contentSecurityPolicy = (authority) =>
  [
    "default-src 'none'",
    "script-src 'self' https://appsforoffice.microsoft.com https://ajax.aspnetcdn.com/ajax/3.5/MicrosoftAjax.js",
    "style-src 'self' 'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src 'self' ${authority}`,
    `frame-src 'self' ${authority}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');

/** One HTML page; `script` is the entry that it runs, if any. */
const page = (name, script) =>
  new HtmlPlugin({
    template: here(`addin/pages/${name}.html`),
    filename: `${name}.html`,
    chunks: script === undefined ? [] : [script],
    scriptLoading: 'defer',
    csp: contentSecurityPolicy(new URL(process.env.AUTHORITY ?? 'https://login.microsoftonline.com').origin),
  });

/**
 * Certificate for https://localhost: the one that `npx office-addin-dev-certs install` made trusted on this computer,
 * else one of our own, which no browser trusts. Never touches the system's list of trusted certificates.
 */
const developmentCertificate = async () => {
  const files = (folder) => ['ca.crt', 'localhost.crt', 'localhost.key'].map((name) => join(folder, name));
  let [ca, cert, key] = files(join(homedir(), '.office-addin-dev-certs'));
  if (![ca, cert, key].every(existsSync)) {
    const folder = here('node_modules/.cache/relatiebrug-dev-certs');
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    [ca, cert, key] = files(folder);
    const { generateCertificates } = await import('office-addin-dev-certs');
    await generateCertificates(ca, cert, key, 30, ['localhost', '127.0.0.1']);
  }
  return { ca: readFileSync(ca), cert: readFileSync(cert), key: readFileSync(key) };
};

/** Everything that is the worker's is passed on to it, so that pane and API share one origin here too. */
const devServer = async () => ({
  port: 3000,
  server: { type: 'https', options: await developmentCertificate() },
  client: { overlay: { errors: true, warnings: false } },
  // As the worker does: the administrator's page is the pane's, at another address.
  historyApiFallback: { rewrites: [{ from: /^\/admin\/?$/, to: '/taskpane.html' }] },
  proxy: [
    {
      context: ['/api', '/connect', '/config.json', '/notifications'],
      target: process.env.WORKER_URL ?? 'http://localhost:3001',
      secure: false,
    },
  ],
});

const typescript = {
  test: /\.tsx?$/,
  exclude: /node_modules/,
  loader: 'swc-loader',
  options: {
    jsc: {
      parser: { syntax: 'typescript', tsx: true },
      transform: { react: { runtime: 'automatic' } },
      target: 'es2020',
    },
  },
};

/** The sandbox's Outlook page, for the demo and the browser tests only: not part of what is deployed, so no budgets. */
const sandboxPage = (mode) => ({
  mode,
  target: ['web', 'es2020'],
  devtool: mode === 'production' ? false : 'source-map',
  entry: { page: here('sandbox/outlook/page/main.tsx') },
  output: {
    path: here('dist/sandbox'),
    filename: '[name].[contenthash:8].js',
    publicPath: '/outlook/',
    clean: true,
  },
  resolve: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
  module: { rules: [typescript] },
  plugins: [
    new HtmlPlugin({ template: here('sandbox/outlook/page/index.html'), scriptLoading: 'defer' }),
    new CopyPlugin({ patterns: [here('sandbox/outlook/page/page.css')] }),
  ],
  optimization: {
    minimizer: [new Minimizer({ minify: Minimizer.swcMinify, extractComments: false })],
  },
  performance: { hints: false },
});

/** `--env sandbox` builds the sandbox's page instead of the add-in. */
export default async (environment, { mode = 'production' }) => {
  if (environment.sandbox) return sandboxPage(mode);
  const isProduction = mode === 'production';
  return {
    mode,
    target: ['web', 'es2020'],
    devtool: isProduction ? false : 'source-map',
    entry: {
      taskpane: here('addin/taskpane/main.tsx'),
      redirect: here('addin/sign-in/redirect.ts'),
      signin: here('addin/sign-in/dialog.ts'),
    },
    output: {
      path: here('dist/addin'),
      filename: '[name].[contenthash:8].js',
      chunkFilename: '[name].[contenthash:8].js',
      publicPath: '/',
      clean: true,
    },
    resolve: { extensions: ['.ts', '.tsx', '.js', '.mjs'] },
    module: {
      rules: [typescript],
    },
    plugins: [
      new webpack.NormalModuleReplacementPlugin(
        /^\.\.\/core\/(to-json-schema|json-schema-processors)\.js$/,
        here('addin/zod-without-json-schema.cjs'),
      ),
      page('taskpane', 'taskpane'),
      page('redirect', 'redirect'),
      page('signin', 'signin'),
      page('commands'),
      page('help'),
      ...(isProduction ? [sizeBudget] : []),
      new CopyPlugin({
        patterns: [
          { from: here('addin/assets'), to: 'assets', filter: (path) => /\.(png|css)$/.test(path) },
          {
            from: here('manifest.xml'),
            transform: (content) => content.toString().replaceAll(developmentOrigin, publicOrigin()),
          },
        ],
      }),
    ],
    optimization: {
      minimizer: [new Minimizer({ minify: Minimizer.swcMinify, extractComments: false })],
    },
    performance: {
      hints: isProduction ? 'error' : false,
      maxAssetSize: MAX_BYTES,
      maxEntrypointSize: MAX_BYTES,
    },
    ...(process.env.WEBPACK_SERVE === 'true' ? { devServer: await devServer() } : {}),
  };
};

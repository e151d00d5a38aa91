/**
 * The HTTP application: guards first, then a folder a resource. Everything under `/api/` needs a token; a new route
 * there is guarded without doing anything, and the few public addresses are named here, one by one.
 */
import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { except } from 'hono/combine';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { paneConfig } from '../../shared/api/config.ts';
import { adminRoutes } from './admin/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { adminHeldRoutes } from './held/admin-routes.ts';
import { heldRoutes } from './held/routes.ts';
import { historyRoutes } from './history/routes.ts';
import { createAddressOf } from './http/client-address.ts';
import { ApiError, errorResponse, onError } from './http/errors.ts';
import { securityHeaders } from './http/headers.ts';
import { observe } from './http/observe.ts';
import { addressLimit, rateLimit } from './http/rate.ts';
import { addinFiles } from './http/static.ts';
import { refuseInvalid } from './http/validate.ts';
import { requireToken } from './http/who.ts';
import { pausedCardRoutes } from './mailbox/paused-routes.ts';
import { mailboxRoutes } from './mailbox/routes.ts';
import { meRoutes } from './me/routes.ts';
import { metricsRoutes } from './metrics/routes.ts';
import { notificationRoutes } from './notifications/routes.ts';
import { passRoutes } from './passes/routes.ts';
import { attentionRoutes } from './persons/attention-routes.ts';
import { personRoutes } from './persons/routes.ts';
import type { ApiDeps, ApiEnv } from './ports.ts';
import { previewRoutes } from './preview/routes.ts';
import { whyRoutes } from './why/routes.ts';
import { undoRoutes } from './undo/routes.ts';

export const OPENAPI_PATH = '/api/openapi.json';

/** Answered without a token; a test asks every other route without one. */
export const publicPaths = [
  OPENAPI_PATH,
  '/config.json',
  '/healthz',
  '/readyz',
  '/connect/start',
  '/connect/callback',
  '/notifications/graph',
  '/notifications/graph/lifecycle',
] as const;

const MAX_BODY_BYTES = 256 * 1024;
const REQUESTS_PER_MINUTE = 600;
/** Of one network address, whatever it asks: an office of hundreds behind one address stays far below. */
const PER_ADDRESS = 6_000;
/** Pages of the sign-in: each one asked touches the database, and nobody needs many. */
const CONNECTS_PER_ADDRESS = 300;

export const createApi = (deps: ApiDeps): OpenAPIHono<ApiEnv> => {
  const app = new OpenAPIHono<ApiEnv>({ defaultHook: refuseInvalid });
  app.onError(onError(deps.log));
  app.notFound((c) => errorResponse(c, new ApiError('notFound')));
  app.use(observe(deps));
  app.use(securityHeaders(deps.isHttps));
  const address = { monotonicMs: deps.monotonicMs, addressOf: createAddressOf(deps.trustedProxies) };
  app.use(addressLimit(PER_ADDRESS, address));
  app.use('/connect/*', addressLimit(CONNECTS_PER_ADDRESS, address));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        c.header('Allow', methods.join(', '));
        return errorResponse(c, new ApiError('methodNotAllowed'));
      },
    }),
  );
  app.use(
    '/api/*',
    except(OPENAPI_PATH, requireToken(deps.checkToken), rateLimit(REQUESTS_PER_MINUTE, deps.monotonicMs)),
  );
  app.use('/api/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    await next();
  });
  app.use(
    '/api/*',
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw new ApiError('tooLarge');
      },
    }),
  );

  meRoutes(app, deps);
  mailboxRoutes(app, deps);
  pausedCardRoutes(app, deps);
  previewRoutes(app, deps);
  passRoutes(app, deps);
  // Before persons by their id: the first address that fits is taken.
  attentionRoutes(app, deps);
  personRoutes(app, deps);
  whyRoutes(app, deps);
  historyRoutes(app, deps);
  undoRoutes(app, deps);
  heldRoutes(app, deps);
  adminRoutes(app, deps);
  adminHeldRoutes(app, deps);
  notificationRoutes(app, deps);
  healthRoutes(app, deps);
  metricsRoutes(app, deps);
  connectRoutes(app, deps);
  documentation(app, deps);
  paneFiles(app, deps);
  return app;
};

const connectRoutes = (app: OpenAPIHono<ApiEnv>, { connect }: ApiDeps): void => {
  app.get('/connect/start', (c) => connect.start(c.req.raw));
  app.get('/connect/callback', (c) => connect.callback(c.req.raw));
};

const documentation = (app: OpenAPIHono<ApiEnv>, { version, publicUrl }: ApiDeps): void => {
  app.openAPIRegistry.registerComponent('securitySchemes', 'microsoft', {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Access token from Microsoft Entra for this API (scope access_as_user).',
  });
  app.doc31(OPENAPI_PATH, {
    openapi: '3.1.0',
    info: { title: 'Relatiebrug', version, license: { name: 'MIT' } },
    servers: [{ url: publicUrl ?? '/' }],
  });
};

const paneFiles = (app: OpenAPIHono<ApiEnv>, deps: ApiDeps): void => {
  app.get('/config.json', (c) => {
    if (deps.pane === null) throw new ApiError('unavailable');
    c.header('Cache-Control', 'no-cache');
    return c.json(paneConfig.parse(deps.pane));
  });
  const files = addinFiles(deps.addinFolder, {
    authority: deps.authority,
    frameAncestors: deps.frameAncestors,
  });
  if (files !== null) app.get('/*', files);
};

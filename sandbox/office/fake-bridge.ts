/**
 * A stand-in for the sign-in that Outlook offers to the pane (nested app authentication): the bridge that msal-browser
 * looks for in the page. `mint` gives the tokens, so that they may be really signed; one that fails is a network that is down. One function without imports, so
 * that its text can be served as it is. After msal-browser 5, src/naa.
 */
export interface Minted {
  access_token: string;
  id_token: string;
  expires_in: number;
  scope: string;
  account: object;
}

export interface BridgeRequest {
  readonly method: 'GetInitContext' | 'GetToken' | 'GetTokenPopup';
  readonly requestId: string;
  readonly tokenParams: { readonly clientId: string; readonly scope: string };
}

/** `USER_INTERACTION_REQUIRED`, `USER_CANCEL`, `NO_NETWORK`, `TRANSIENT_ERROR`, `PERSISTENT_ERROR`, `DISABLED`… */
export interface BridgeError {
  readonly status: string;
  readonly code?: string;
  readonly subError?: string;
  readonly description?: string;
}

export interface FakeBridge {
  /** What each method answers instead of a token; change it at any time. */
  readonly plan: { silent: BridgeError | null; popup: BridgeError | null };
  readonly calls: BridgeRequest[];
}

export function installFakeBridge(
  mint: (asked: { clientId: string; scope: string }) => Minted | Promise<Minted>,
): FakeBridge {
  type Listener = (message: string) => void;
  const plan: FakeBridge['plan'] = { silent: null, popup: null };
  const calls: BridgeRequest[] = [];
  const listeners = new Set<Listener>();
  const reply = (requestId: string, body: object): void => {
    setTimeout(() => {
      const message = JSON.stringify({ messageType: 'NestedAppAuthResponse', requestId, ...body });
      for (const listener of [...listeners]) listener(message);
    }, 0);
  };
  const answer = async (request: BridgeRequest): Promise<object> => {
    if (request.method === 'GetInitContext') {
      return {
        success: true,
        initContext: { sdkName: 'sandbox', sdkVersion: '1.0', capabilities: { queryAccount: false } },
      };
    }
    const error = request.method === 'GetToken' ? plan.silent : plan.popup;
    if (error !== null) return { success: false, error };
    const minted = await Promise.resolve(mint(request.tokenParams)).catch(() => null);
    // As Outlook says it when it cannot reach Microsoft.
    if (minted === null) return { success: false, error: { status: 'NO_NETWORK' } };
    const { account, ...token } = minted;
    return { success: true, token: { ...token, properties: null }, account };
  };
  Object.assign(window, {
    nestedAppAuthBridge: {
      addEventListener: (_type: 'message', listener: Listener) => {
        listeners.add(listener);
      },
      removeEventListener: (_type: 'message', listener: Listener) => {
        listeners.delete(listener);
      },
      postMessage: (raw: string) => {
        const request = JSON.parse(raw) as BridgeRequest;
        calls.push(request);
        void answer(request).then((body) => {
          reply(request.requestId, body);
        });
      },
    },
  });
  return { plan, calls };
}

/**
 * A stand-in for office.js: an Outlook that is driven from outside. In the page it stands in the place of the CDN's
 * script, in jest it is called before the pane. One function without imports, so that its text can be served as it is.
 * What it does follows learn.microsoft.com/javascript/api/outlook and what office.js was seen to do: callbacks come
 * later, never at once; removeHandlerAsync drops all handlers of a type; history.pushState and replaceState are null.
 */
export type Pair = readonly [name: string, address: string];

/** Whom an item is from and to; of an appointment the organiser and who is asked to come. */
export interface Recipients {
  from?: Pair;
  to?: readonly Pair[];
  cc?: readonly Pair[];
  bcc?: readonly Pair[];
  organizer?: Pair;
  required?: readonly Pair[];
  optional?: readonly Pair[];
}

export interface ItemSeed extends Recipients {
  kind?: 'read' | 'compose' | 'appointmentRead' | 'appointmentCompose' | 'none';
  itemId?: string;
  subject?: string;
  body?: string;
  /** While composing: callbacks of the recipients never come, as in an Outlook that hangs. */
  silent?: boolean;
}

export interface Colours {
  bodyBackgroundColor: string;
  bodyForegroundColor: string;
}

export interface FakeHostSeed {
  /** Requirement sets besides Mailbox and DialogApi; null takes one away. */
  sets?: Readonly<Record<string, string | null>>;
  item?: ItemSeed;
  /** Whose mailbox this is. */
  user?: { displayName: string; emailAddress: string };
  displayLanguage?: string;
  dark?: boolean;
  /** Instead of `dark`: the two colours themselves; null for a host that gives none. */
  theme?: Colours | null;
  platform?: string;
  roaming?: Readonly<Record<string, unknown>>;
  /** What the host says when it is ready: `outside` is office.js in a plain browser, `never` one that stays silent. */
  ready?: 'inside' | 'outside' | 'never';
  /** Error code with which every dialog is refused (12007: another one is open; 12009: the user said no). */
  dialogError?: number;
}

/** What Outlook does when the pane asks for it; without them it is only noted in `calls`. */
export interface FakeHostHands {
  newMessage?: (form: unknown) => void;
  openUrl?: (url: string) => void;
  /** Opens the window and says how to close it, or the error code with which it is refused. */
  openDialog?: (url: string) => { close(): void } | number;
  /** In a dialog: to whoever opened it. */
  messageParent?: (message: string) => void;
}

/** One call of the pane to Outlook; callbacks are left out. */
export interface FakeHostCall {
  readonly api: string;
  readonly args: readonly unknown[];
}

export interface FakeHost {
  readonly calls: FakeHostCall[];
  readonly roaming: Record<string, unknown>;
  /** Another item in a pinned pane; kind `none` is an empty selection. */
  select(seed: ItemSeed): void;
  /** The user fills in whom the open draft is to. */
  address(recipients: Recipients): void;
  theme(colours: boolean | Colours): void;
  /** A message from the open dialog; from another origin if given. */
  dialogMessage(message: string, origin?: string): void;
  /** The user closes the open dialog. */
  dialogClosed(): void;
  readonly dialogIsOpen: boolean;
  /** Address of the dialog that was opened last. */
  readonly dialogUrl: string | null;
}

export function installFakeHost(seed: FakeHostSeed = {}, hands: FakeHostHands = {}): FakeHost {
  type Callback = (value: unknown) => void;
  const sets: Record<string, string | null> = { Mailbox: '1.15', DialogApi: '1.2', ...seed.sets };
  const calls: FakeHostCall[] = [];
  const handlers = new Map<string, Set<Callback>>();
  const roaming: Record<string, unknown> = { ...seed.roaming };
  let dialogUrl: string | null = null;
  let dialogIsOpen = false;

  const on = (type: string, handler: Callback): void => {
    const known = handlers.get(type) ?? new Set<Callback>();
    handlers.set(type, known.add(handler));
  };
  const fire = (type: string, event: unknown = { type }): void => {
    for (const handler of [...(handlers.get(type) ?? [])]) handler(event);
  };

  // ─── xAsync(…, options?, callback?) ───────────────────────────────────────────────────────────
  const isCallback = (value: unknown): value is Callback => typeof value === 'function';
  const optionsOf = (args: readonly unknown[]) =>
    args.find((value): value is { asyncContext?: unknown } => typeof value === 'object' && value !== null);
  const outcome = (work: () => unknown): object => {
    try {
      return { status: 'succeeded', value: work() };
    } catch (error) {
      const code = (error as { code?: number }).code ?? 9000;
      return { status: 'failed', error: { code, name: 'FakeHost', message: String(error) } };
    }
  };
  const later = (work: () => unknown, args: readonly unknown[]): void => {
    setTimeout(() => {
      const result = outcome(work);
      args.find(isCallback)?.({ ...result, asyncContext: optionsOf(args)?.asyncContext });
    }, 0);
  };
  const api =
    (name: string, work: (...args: unknown[]) => unknown = () => undefined) =>
    (...args: unknown[]): void => {
      calls.push({ api: name, args: args.filter((value) => !isCallback(value)) });
      later(() => work(...args), args);
    };

  // ─── The item ─────────────────────────────────────────────────────────────────────────────────
  const person = ([displayName, emailAddress]: Pair) => ({
    displayName,
    emailAddress,
    recipientType: 'externalUser',
  });
  const makeItem = (item: ItemSeed): object | null => {
    if (item.kind === 'none') return null;
    const isAppointment = item.kind === 'appointmentRead' || item.kind === 'appointmentCompose';
    const common = {
      itemType: isAppointment ? 'appointment' : 'message',
      body: { getAsync: api('body.getAsync', () => item.body ?? '') },
      ...(isAppointment ? {} : { conversationId: 'conversation-1' }),
    };
    const own: Pair = ['Ik', 'ik@kantoor.example'];
    if (item.kind === 'compose' || item.kind === 'appointmentCompose') {
      const field = (name: string, value: () => unknown) => ({
        getAsync: item.silent === true ? () => undefined : api(`${name}.getAsync`, value),
      });
      const list = (name: string, key: 'to' | 'cc' | 'bcc' | 'required' | 'optional') =>
        field(name, () => (item[key] ?? []).map(person));
      return {
        ...common,
        subject: field('subject', () => item.subject ?? ''),
        addHandlerAsync: (type: string, handler: Callback, ...rest: unknown[]) => {
          calls.push({ api: 'item.addHandlerAsync', args: [type] });
          on(type, handler);
          later(() => undefined, rest);
        },
        ...(isAppointment
          ? {
              organizer: field('organizer', () => person(item.organizer ?? own)),
              requiredAttendees: list('requiredAttendees', 'required'),
              optionalAttendees: list('optionalAttendees', 'optional'),
            }
          : {
              from: field('from', () => person(item.from ?? own)),
              to: list('to', 'to'),
              cc: list('cc', 'cc'),
              bcc: list('bcc', 'bcc'),
            }),
      };
    }
    const persons = (pairs: readonly Pair[] | undefined) => (pairs ?? []).map(person);
    const one = (pair: Pair | undefined) => (pair === undefined ? undefined : person(pair));
    return {
      ...common,
      itemId: item.itemId ?? 'item-1',
      subject: item.subject ?? '',
      attachments: [],
      ...(isAppointment
        ? {
            organizer: one(item.organizer),
            requiredAttendees: persons(item.required),
            optionalAttendees: persons(item.optional),
          }
        : {
            internetMessageId: '<1@kantoor.example>',
            from: one(item.from),
            sender: one(item.from),
            to: persons(item.to),
            cc: persons(item.cc),
          }),
    };
  };

  // ─── Outlook around it ────────────────────────────────────────────────────────────────────────
  const colours = (dark: boolean) =>
    dark
      ? { bodyBackgroundColor: '#1f1f1f', bodyForegroundColor: '#ffffff' }
      : { bodyBackgroundColor: '#ffffff', bodyForegroundColor: '#242424' };
  /** Of the item that is open; what is filled in while composing is kept here. */
  let open: ItemSeed = { ...seed.item };
  const mailbox = {
    item: seed.item === undefined ? null : makeItem(open),
    displayNewMessageForm: (form: unknown) => {
      calls.push({ api: 'mailbox.displayNewMessageForm', args: [form] });
      hands.newMessage?.(form);
    },
    diagnostics: { hostName: 'newOutlookWindows', hostVersion: '1.2026.0' },
    userProfile: {
      displayName: seed.user?.displayName ?? 'Fenna Hoekstra',
      emailAddress: seed.user?.emailAddress ?? 'fenna.hoekstra@kantoor.example',
      accountType: 'office365',
    },
    addHandlerAsync: (type: string, handler: Callback, ...rest: unknown[]) => {
      calls.push({ api: 'mailbox.addHandlerAsync', args: [type] });
      on(type, handler);
      later(() => undefined, rest);
    },
    removeHandlerAsync: (type: string, ...rest: unknown[]) => {
      calls.push({ api: 'mailbox.removeHandlerAsync', args: [type] });
      handlers.delete(type);
      later(() => undefined, rest);
    },
  };
  const openDialog = (url: unknown) => {
    if (seed.dialogError !== undefined) throw Object.assign(new Error('dialog'), { code: seed.dialogError });
    if (dialogIsOpen) throw Object.assign(new Error('dialog'), { code: 12007 });
    if (new URL(String(url)).origin !== location.origin)
      throw Object.assign(new Error('dialog'), { code: 12004 });
    const opened = hands.openDialog?.(String(url));
    if (typeof opened === 'number') throw Object.assign(new Error('dialog'), { code: opened });
    dialogUrl = String(url);
    dialogIsOpen = true;
    for (const type of [...handlers.keys()]) if (type.startsWith('dialog:')) handlers.delete(type);
    return {
      addEventHandler: (type: string, handler: Callback) => {
        on(`dialog:${type}`, handler);
      },
      close: () => {
        calls.push({ api: 'dialog.close', args: [] });
        dialogIsOpen = false;
        opened?.close();
      },
    };
  };
  const isSetSupported = (name: string, version = '1.0'): boolean => {
    const [major = 0, minor = 0] = (sets[name] ?? '0.0').split('.').map(Number);
    const [wantedMajor = 0, wantedMinor = 0] = version.split('.').map(Number);
    const known = sets[name] !== undefined && sets[name] !== null;
    return known && (major > wantedMajor || (major === wantedMajor && minor >= wantedMinor));
  };
  const inside = {
    mailbox,
    displayLanguage: seed.displayLanguage ?? 'nl-NL',
    contentLanguage: 'nl-NL',
    host: 'Outlook',
    platform: seed.platform ?? 'OfficeOnline',
    officeTheme: seed.theme === undefined ? colours(seed.dark === true) : (seed.theme ?? undefined),
    requirements: { isSetSupported },
    roamingSettings: {
      get: (key: string) => roaming[key],
      set: (key: string, value: unknown) => {
        roaming[key] = value;
      },
      remove: (key: string) => {
        roaming[key] = undefined;
      },
      saveAsync: api('roamingSettings.saveAsync'),
    },
    ui: {
      messageParent: api('messageParent', (message) => hands.messageParent?.(String(message))),
      displayDialogAsync: api('displayDialogAsync', openDialog),
      openBrowserWindow: (url: string) => {
        calls.push({ api: 'openBrowserWindow', args: [url] });
        hands.openUrl?.(url);
      },
    },
  };

  const ready = seed.ready ?? 'inside';
  const info =
    ready === 'inside'
      ? { host: 'Outlook', platform: inside.platform }
      : { host: null, platform: null, addin: null };
  Object.assign(window, {
    Office: {
      context: ready === 'inside' ? inside : {},
      actions: { associate: () => undefined },
      AsyncResultStatus: { Succeeded: 'succeeded', Failed: 'failed' },
      EventType: {
        ItemChanged: 'olkItemSelectedChanged',
        RecipientsChanged: 'olkRecipientsChanged',
        OfficeThemeChanged: 'officeThemeChanged',
        DialogMessageReceived: 'dialogMessageReceived',
        DialogEventReceived: 'dialogEventReceived',
      },
      onReady: (callback?: Callback) => {
        if (ready === 'never') return new Promise(() => undefined);
        callback?.(info);
        return Promise.resolve(info);
      },
    },
  });
  Object.assign(history, { pushState: null, replaceState: null });

  return {
    calls,
    roaming,
    select: (item) => {
      open = { ...item };
      mailbox.item = makeItem(open);
      // Handlers of an item go with it.
      handlers.delete('olkRecipientsChanged');
      fire('olkItemSelectedChanged');
    },
    address: (recipients) => {
      Object.assign(open, recipients);
      fire('olkRecipientsChanged');
    },
    theme: (next) => {
      inside.officeTheme = typeof next === 'boolean' ? colours(next) : next;
      fire('officeThemeChanged', { type: 'officeThemeChanged', officeTheme: inside.officeTheme });
    },
    dialogMessage: (message, origin = location.origin) => {
      fire('dialog:dialogMessageReceived', { message, origin });
    },
    dialogClosed: () => {
      dialogIsOpen = false;
      fire('dialog:dialogEventReceived', { error: 12006 });
    },
    get dialogIsOpen() {
      return dialogIsOpen;
    },
    get dialogUrl() {
      return dialogUrl;
    },
  };
}

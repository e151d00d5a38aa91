/** The way to a link. */
import type { Api } from '../../api/client.ts';
import type { MailboxView } from '../../../shared/api/mailbox.ts';
import type { Host } from '../../office/host.ts';
import type { ActivationControl } from '../use-activation.ts';
import type { Action, MailboxState } from '../use-mailbox.ts';
import { Activate, Consent } from './activate.tsx';

export interface ActivationProps {
  readonly api: Api;
  readonly host: Host;
  readonly state: MailboxState;
  readonly refresh: () => Promise<MailboxView | null>;
  readonly act: (action: Action) => void;
  readonly control: ActivationControl;
  readonly onSignedOut: () => void;
}

const ActivationScreen = ({ state, control }: ActivationProps) =>
  state.mailbox === null ? <Activate control={control} /> : <Consent control={control} />;
export default ActivationScreen;

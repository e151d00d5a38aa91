/** Catches what a screen could not do by itself (its file did not load, or it failed): says so and offers to begin again. */
import { Component, type ReactNode } from 'react';
import { StartFailed } from './parts/notices.tsx';

interface State {
  readonly failed: boolean;
}

export class Boundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { failed: false };

  static getDerivedStateFromError(): State {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <StartFailed
        code={window.navigator.onLine ? 'notUnderstood' : 'offline'}
        told={null}
        // A file that failed once is not asked for again by the page: only a new page does.
        onRetry={() => {
          window.location.reload();
        }}
      />
    );
  }
}

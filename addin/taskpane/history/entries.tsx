/** What was changed: overall, and of one person. Read anew after every pass and every undo. */
import { Button, Link, makeStyles, Spinner, tokens } from '@fluentui/react-components';
import { ArrowDownload16Regular } from '@fluentui/react-icons/svg/arrow-download';
import { ArrowUndo16Regular } from '@fluentui/react-icons/svg/arrow-undo';
import { useEffect, useRef, useState } from 'react';
import type { HistoryView } from '../../../shared/api/history.ts';
import { paneHistoryTexts } from '../../../shared/texts/pane/history.ts';
import { historyApi, historyFilePath, type HistoryAsked } from '../../api/history.ts';
import { personsApi } from '../../api/persons.ts';
import { useApi, usePane } from '../pane.ts';
import { ActionTrouble } from '../parts/notices.tsx';
import { ScreenTitle } from '../parts/screen-title.tsx';
import { useSpeech } from '../texts.tsx';
import { usePages } from '../use-pages.ts';
import { useActing, useResource } from '../use-resource.ts';
import { countOf, FilterBox, noFilters, type Filters } from './filters.tsx';
import { saveFile } from './save-file.ts';
import { Timeline } from './timeline.tsx';

const useStyles = makeStyles({
  row: { display: 'flex', flexWrap: 'wrap', gap: tokens.spacingHorizontalL },
  tools: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: tokens.spacingHorizontalXS,
    // The signs in line with what is above and below.
    marginLeft: `calc(-1 * ${tokens.spacingHorizontalS})`,
  },
});

const useEntries = (asked: HistoryAsked, round: number) => {
  const api = useApi(historyApi);
  const { mailbox } = usePane();
  const pages = usePages(`history/${JSON.stringify(asked)}`, (paging) => api.list(asked, paging));
  const signs = `${round} ${mailbox.lastPass?.id ?? ''}`;
  const seen = useRef(signs);
  const { reload } = pages;
  useEffect(() => {
    if (seen.current !== signs) reload();
    seen.current = signs;
  }, [signs, reload]);
  return pages;
};

interface AllProps {
  readonly round: number;
  readonly onUndo: (entry: HistoryView) => void;
  readonly onUndoSince: () => void;
}

export const All = ({ round, onUndo, onUndoSince }: AllProps) => {
  const styles = useStyles();
  const texts = useSpeech(paneHistoryTexts);
  const { go } = usePane();
  const [filters, setFilters] = useState<Filters>(noFilters);
  const asked: HistoryAsked = { person: null, ...filters };
  const pages = useEntries(asked, round);
  const onPerson = (personId: string) => {
    go({ screen: 'history', personId });
  };
  return (
    <>
      <FilterBox filters={filters} onChange={setFilters} onPerson={onPerson} />
      <div className={styles.tools}>
        <Button size="small" appearance="subtle" icon={<ArrowUndo16Regular />} onClick={onUndoSince}>
          {texts.undoSince}
        </Button>
        <SaveButton asked={asked} />
      </div>
      <Timeline
        pages={pages}
        empty={countOf(filters) > 0 ? texts.emptyFiltered : texts.empty}
        onPerson={onPerson}
        onUndo={onUndo}
      />
    </>
  );
};

interface OfPersonProps extends Omit<AllProps, 'onUndoSince'> {
  readonly personId: string;
}

export const OfPerson = ({ personId, round, onUndo }: OfPersonProps) => {
  const styles = useStyles();
  const texts = useSpeech(paneHistoryTexts);
  const { go } = usePane();
  const api = useApi(personsApi);
  const { data: person } = useResource(`history/person/${personId}`, () => api.one(personId));
  const [filters, setFilters] = useState<Filters>(noFilters);
  const asked: HistoryAsked = { person: personId, ...filters };
  const pages = useEntries(asked, round);
  const name = person?.displayName ?? pages.items?.[0]?.personName ?? null;
  return (
    <>
      <ScreenTitle title={name === null ? texts.title : texts.titleOf(name)} />
      <div className={styles.row}>
        <Link
          as="button"
          onClick={() => {
            go({ screen: 'history' });
          }}
        >
          {texts.backToAll}
        </Link>
        {person !== null && (
          <Link
            as="button"
            onClick={() => {
              go({ screen: 'relation', personId });
            }}
          >
            {texts.toPerson}
          </Link>
        )}
      </div>
      <FilterBox filters={filters} onChange={setFilters} onPerson={null} />
      <div className={styles.tools}>
        <SaveButton asked={asked} />
      </div>
      <Timeline
        pages={pages}
        empty={countOf(filters) > 0 ? texts.emptyFiltered : texts.emptyPerson}
        onPerson={null}
        onUndo={onUndo}
      />
    </>
  );
};

const SaveButton = ({ asked }: { asked: HistoryAsked }) => {
  const texts = useSpeech(paneHistoryTexts);
  const { api } = usePane();
  const { busy, trouble, run } = useActing();
  return (
    <>
      <Button
        size="small"
        appearance="subtle"
        disabledFocusable={busy !== null}
        icon={busy === null ? <ArrowDownload16Regular /> : <Spinner size="extra-tiny" />}
        onClick={() => {
          void run('file', () => api.file(historyFilePath(asked))).then((content) => {
            if (content !== null) saveFile(content, texts.fileName);
          });
        }}
      >
        {texts.file}
      </Button>
      {trouble !== null && (
        <div role="alert">
          <ActionTrouble trouble={trouble} />
        </div>
      )}
    </>
  );
};

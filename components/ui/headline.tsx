import { Fragment, type ReactNode } from "react";

/** How every page opens: the conclusion and its consequence, what it rests on, and at the right what can be done. */
export function Headline({
  title,
  lead,
  facts,
  actions,
}: {
  title: ReactNode;
  lead?: ReactNode;
  /** One line above the title: code, unit, owner. */
  facts?: ReactNode[];
  actions?: ReactNode;
}) {
  return (
    <header className="flex flex-col gap-x-11 gap-y-4 wide:flex-row wide:items-end wide:justify-between">
      <div className="min-w-0 max-w-[660px]">
        {facts && facts.length > 0 ? <Facts facts={facts} /> : null}
        <h1 className="text-balance font-medium font-serif text-headline">{title}</h1>
        {lead ? <p className="mt-2.5 max-w-[620px] font-serif text-ink-2 text-lead">{lead}</p> : null}
      </div>
      {actions ? (
        <div
          data-print="hide"
          className="flex shrink-0 gap-2 *:flex-1 wide:flex-wrap wide:justify-end wide:*:flex-none"
        >
          {actions}
        </div>
      ) : null}
    </header>
  );
}

/** Facts on one line, which breaks between them alone. */
export function Facts({ facts }: { facts: readonly ReactNode[] }) {
  return (
    <p className="mb-2 max-w-[900px] text-ink-2 text-note">
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: facts have no identity and never move
        <Fragment key={index}>
          {index > 0 ? <span aria-hidden="true">{" · "}</span> : null}
          <span className="whitespace-nowrap">{fact}</span>
        </Fragment>
      ))}
    </p>
  );
}

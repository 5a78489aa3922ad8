import { TextLink } from "@/components/ui/section";

/** For the administrator of a sample: what to do when looking around is done. */
export function SampleNotice({ org }: { org: string }) {
  return (
    <aside
      aria-label="Sample organisation"
      data-print="hide"
      className="border-rule border-b px-[18px] py-1.5 text-ink-2 text-note wide:px-9"
    >
      This is a sample organisation; nothing in it is real.{" "}
      <TextLink href="/start" className="underline">
        Start your own
      </TextLink>
      {" or "}
      <TextLink href={`/${org}/settings#remove`} className="underline">
        remove the sample
      </TextLink>
      .
    </aside>
  );
}

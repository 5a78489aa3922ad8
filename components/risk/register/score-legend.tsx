import type { ReactNode } from "react";
import { TextLink } from "@/components/ui/section";

/** What the marks on the track of scores mean. */
export function ScoreLegend({ org }: { org: string }) {
  return (
    <ul className="hidden flex-wrap gap-x-[18px] gap-y-1 text-ink-2 wide:flex">
      <Key words="target">
        <path d="M5,1l4,4l-4,4l-4,-4Z" fill="none" className="stroke-ink" />
      </Key>
      <Key words="residual">
        <rect x="1" y="1" width="8" height="8" className="fill-ink-2" />
      </Key>
      <Key words="inherent">
        <circle cx="5" cy="5" r="3.6" fill="none" className="stroke-ink-2" />
      </Key>
      <Key words={<TextLink href={`/${org}/settings/appetite`}>appetite of its category</TextLink>}>
        <path d="M5,0V10" className="stroke-ink" strokeWidth="1.4" />
      </Key>
    </ul>
  );
}

function Key({ words, children }: { words: ReactNode; children: ReactNode }) {
  return (
    <li className="flex items-center gap-1.5">
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" className="overflow-visible">
        {children}
      </svg>
      {words}
    </li>
  );
}

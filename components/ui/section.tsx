import { clsx } from "clsx";
import type { ReactNode } from "react";
import { OrgLink } from "@/components/ui/org-link";

/** An ink rule, a name, a unit or link at the right, and the conclusion as one sentence. */
export function Section({
  name,
  aside,
  link,
  sentence,
  children,
  className,
  id,
}: {
  name: string;
  /** Unit, window or source, in words. */
  aside?: ReactNode;
  link?: { label: string; href: string };
  sentence?: ReactNode;
  children?: ReactNode;
  className?: string;
  id?: string;
}) {
  const headingId = id ? `${id}-name` : undefined;
  return (
    <section id={id} aria-labelledby={headingId} className={clsx("min-w-0 border-ink border-t pt-2.5", className)}>
      <div className="flex items-baseline justify-between gap-4">
        <h2 id={headingId} className="font-semibold text-table">
          {name}
        </h2>
        {aside || link ? (
          <p className="text-right text-ink-2 text-note">
            {aside}
            {aside && link ? " · " : null}
            {link ? (
              <TextLink href={link.href} className={aside ? "underline" : undefined}>
                {link.label}
              </TextLink>
            ) : null}
          </p>
        ) : null}
      </div>
      {sentence ? <p className="mt-0.5 font-serif text-sentence">{sentence}</p> : null}
      {children ? <div className="mt-3">{children}</div> : null}
    </section>
  );
}

export function TextLink({ href, children, className }: { href: string; children: ReactNode; className?: string }) {
  return (
    <OrgLink href={href} className={clsx("text-accent underline-offset-2 hover:underline", className)}>
      {children}
    </OrgLink>
  );
}

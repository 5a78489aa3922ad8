"use client";

import { StarterLibrary, type StarterPlace } from "@/components/risk/add/starter-library";
import { Crumbs } from "@/components/shell/crumbs";
import { LinkButton } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { Section } from "@/components/ui/section";

/** The starter library as a page, so that it can be linked to from an initiative or a model. */
export function StartersPage({ org, on }: { org: string; on: StarterPlace }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-8">
      <Crumbs trail={[{ label: "Starter library" }]} />
      <Headline
        title="Begin with a risk others have met."
        lead="Risks of AI in our own words, mapped to public taxonomies by id and edition. A copy keeps its source and is yours to change."
        actions={<LinkButton href={`/${org}/risks/new`}>Write one yourself</LinkButton>}
      />
      <Section id="library" name="Starter library">
        <StarterLibrary org={org} on={on} />
      </Section>
    </div>
  );
}

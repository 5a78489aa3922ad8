import { LinkButton } from "@/components/ui/button";
import { Headline } from "@/components/ui/headline";
import { Section, TextLink } from "@/components/ui/section";
import { ROLE_LABELS, type Role } from "@/domain/access/permission";

type Place = { slug: string; name: string; role: Role; sample: boolean };
type Person = { email: string; places: readonly Place[]; mayStart: boolean };

function words({ places, mayStart }: Person): { title: string; lead: string } {
  const own = places.filter(({ sample }) => !sample);
  if (places.length === 0) {
    return mayStart
      ? { title: "Start your organisation.", lead: "It begins empty, and you are its administrator." }
      : {
          title: "You belong to no organisation.",
          lead: "Ask an administrator of yours for an invitation, and open its link while you are signed in.",
        };
  }
  if (own.length === 0 && mayStart) {
    return {
      title: "Look around in the sample, or start your own organisation.",
      lead: "The sample is a fictional health system with twelve months of history. What you start yourself begins empty; both can stand side by side.",
    };
  }
  return { title: "Choose an organisation.", lead: "What is recorded in one is never seen from another." };
}

/** The organisations of a person, and starting one where that is theirs to do. */
export function PlaceList({ person }: { person: Person }) {
  const { title, lead } = words(person);
  return (
    <>
      <Headline title={title} lead={lead} />
      {person.places.length > 0 ? (
        <Section id="organisations" name="Your organisations" aside={person.email} className="mt-9">
          <ul>
            {person.places.map((place) => (
              <li
                key={place.slug}
                className="flex min-h-[44px] items-center justify-between gap-4 border-rule-2 border-b py-1.5 last:border-b-0"
              >
                <TextLink href={`/${place.slug}`} className="font-medium text-body">
                  {place.name}
                </TextLink>
                <span className="text-right text-ink-2 text-note">
                  {place.sample ? "sample · " : ""}
                  {ROLE_LABELS[place.role]}
                </span>
              </li>
            ))}
          </ul>
        </Section>
      ) : null}
      {person.mayStart ? (
        <div className="mt-6">
          <LinkButton href="/start" tone={person.places.some(({ sample }) => !sample) ? "plain" : "primary"}>
            Start your own organisation
          </LinkButton>
        </div>
      ) : null}
    </>
  );
}

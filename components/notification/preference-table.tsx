"use client";

import { useMutation, useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/providers/trpc";
import { Select } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { notify } from "@/components/ui/toast";
import { DELIVERIES, DELIVERY_LABELS, KIND_LABELS, NOTIFICATION_KINDS } from "@/domain/notification/kind";

/** How one wants to hear of what. Each choice holds at once, and the mail that is being gathered follows it. */
export function PreferenceTable({ org }: { org: string }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const options = trpc.notification.preferences.queryOptions({ org });
  const { data } = useSuspenseQuery(options);
  const set = useMutation(
    trpc.notification.setPreference.mutationOptions({
      onMutate: ({ kind, delivery }) => {
        const before = queries.getQueryData(options.queryKey);
        if (before) queries.setQueryData(options.queryKey, { ...before, [kind]: delivery });
        return { before };
      },
      onError: (error, _given, kept) => {
        if (kept?.before) queries.setQueryData(options.queryKey, kept.before);
        void notify({ message: error.message, tone: "bad" });
      },
    }),
  );
  return (
    <Section id="choices" name="What you hear of, and how" aside="a burst is one mail; never of what you did yourself">
      <dl>
        {NOTIFICATION_KINDS.map((kind) => (
          <div
            key={kind}
            className="grid items-center gap-x-6 gap-y-1 border-rule-2 border-b py-2 last:border-b-0 wide:grid-cols-[minmax(0,1fr)_210px]"
          >
            <dt className="text-table">
              <span className="font-medium">{KIND_LABELS[kind].name}</span>
              <span className="block text-ink-2 text-note">{KIND_LABELS[kind].meaning}</span>
            </dt>
            <dd>
              <Select
                aria-label={KIND_LABELS[kind].name}
                value={data[kind]}
                onChange={(event) => {
                  const delivery = DELIVERIES.find((each) => each === event.target.value);
                  if (delivery) set.mutate({ org, kind, delivery });
                }}
              >
                {DELIVERIES.map((delivery) => (
                  <option key={delivery} value={delivery}>
                    {DELIVERY_LABELS[delivery]}
                  </option>
                ))}
              </Select>
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

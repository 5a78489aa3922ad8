"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/access/form-error";
import { useTRPC } from "@/components/providers/trpc";
import { type VersionData, versionName } from "@/components/risk/matrix/version";
import { failureWords } from "@/components/risk/page/use-edit";
import { useRefreshRisk } from "@/components/risk/use-refresh";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { notify } from "@/components/ui/toast";
import { reclassedSentence } from "@/domain/risk/reclassed";
import { quickerSentence } from "@/domain/shared/edit";
import { counted, sentence, verb } from "@/domain/shared/sentence";

/** Puts a version to use, with what old assessments would become by it. They keep theirs. */
export function UseVersionDialog({
  org,
  version,
  settingVersion,
  onClose,
  onRate,
}: {
  org: string;
  version: VersionData;
  settingVersion: number;
  onClose: () => void;
  /** Goes on to the old assessments. */
  onRate: () => void;
}) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const refreshRisks = useRefreshRisk();
  const [seen] = useState(settingVersion);
  const [fault, setFault] = useState<string | null>(null);
  const preview = useQuery(trpc.matrix.rerating.queryOptions({ org, versionId: version.id }));
  const activate = useMutation(trpc.matrix.activate.mutationOptions());
  const { data } = preview;
  const submit = async () => {
    setFault(null);
    try {
      const result = await activate.mutateAsync({ org, versionId: version.id, version: seen });
      await Promise.all([queries.invalidateQueries({ queryKey: trpc.matrix.pathKey() }), refreshRisks()]);
      if (result.outcome === "conflict") return setFault(quickerSentence(result));
      onClose();
      await notify({
        message: `${versionName(version)} is in use. Old assessments stay as they are.`,
        ...(data && data.risks > 0 ? { action: { label: "Rate them again", onSelect: onRate } } : {}),
      });
    } catch (error) {
      setFault(failureWords(error));
    }
  };
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Put ${versionName(version)} to use?`}
      description="New assessments are made by it from now on. Every old one keeps the version it was made by until somebody rates it again by choice."
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" busy={activate.isPending ? "Under way" : false} onClick={() => void submit()}>
            Put to use
          </Button>
        </>
      }
    >
      {preview.isPending ? <Skeleton className="w-3/4" /> : null}
      {data ? (
        <p className="text-table">
          {data.risks === 0
            ? "Every open risk was assessed by it already."
            : `${sentence(`${counted(data.risks, "open risk")} ${verb(data.risks, "was", "were")} assessed by another version`)} ${reclassedSentence(data.counts)}`}
        </p>
      ) : null}
      <FormError message={fault ?? undefined} />
    </Dialog>
  );
}

"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useTRPC } from "@/components/providers/trpc";
import type { RegisterState } from "@/components/table/use-register";
import { notify } from "@/components/ui/toast";
import type { ViewState } from "@/domain/table/view";
import { paramsOf } from "@/domain/table/view-params";
import type { AppRouter } from "@/server/trpc/root";

export type SavedView = inferRouterOutputs<AppRouter>["view"]["list"]["views"][number];

const asInput = (view: ViewState) => ({
  ...view,
  sort: view.sort.map((each) => ({ ...each })),
  columns: view.columns ? view.columns.map((each) => ({ ...each })) : null,
});

/** What may be done with saved views; each says what it did, or what kept it from it. */
export function useSavedViews({ org, declaration, address }: RegisterState, opensByItself: boolean) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { noun } = declaration;
  const save = useMutation(trpc.view.save.mutationOptions());
  const rename = useMutation(trpc.view.rename.mutationOptions());
  const share = useMutation(trpc.view.share.mutationOptions());
  const remove = useMutation(trpc.view.delete.mutationOptions());
  const restore = useMutation(trpc.view.restore.mutationOptions());
  const choose = useMutation(trpc.view.setDefault.mutationOptions());
  const chooseForAll = useMutation(trpc.view.setOrganisationDefault.mutationOptions());
  const refresh = () => queries.invalidateQueries({ queryKey: trpc.view.pathKey() });

  /** Says so when somebody else was quicker. */
  const settled = async <Answer extends { outcome: string }>(name: string, answer: Answer): Promise<Answer> => {
    await refresh();
    if (answer.outcome === "conflict") throw new Error(`Somebody changed “${name}” meanwhile. Look at it again.`);
    return answer;
  };
  const keep = async (name: string, shared: boolean, view: ViewState = address.view) => {
    const made = await settled(name, await save.mutateAsync({ org, noun, name, view: asInput(view) }));
    if (made.outcome !== "saved") return;
    if (shared) await settled(name, await share.mutateAsync({ org, id: made.id, version: made.version, shared }));
    address.open({ id: made.id, params: paramsOf(view).toString() }, false);
    await notify({ message: shared ? `“${name}” is saved and shared.` : `“${name}” is saved.` });
  };
  /** Runs something from a menu, where no form is open to show what failed. */
  const quietly = (act: () => Promise<unknown>) => () =>
    act().catch((error: unknown) =>
      notify({ message: error instanceof Error ? error.message : "That did not work. Try again.", tone: "bad" }),
    );
  const ref = ({ id, version }: SavedView) => ({ org, id, version });
  return {
    keep: (name: string, shared: boolean) => keep(name, shared),
    rename: async (view: SavedView, name: string) =>
      settled(view.name, await rename.mutateAsync({ ...ref(view), name })),
    update: (view: SavedView) =>
      void quietly(async () => {
        await settled(view.name, await save.mutateAsync({ ...ref(view), view: asInput(address.view) }));
        await notify({ message: `“${view.name}” shows this from now on.` });
      })(),
    share: (view: SavedView, shared: boolean) =>
      void quietly(async () => {
        await settled(view.name, await share.mutateAsync({ ...ref(view), shared }));
        await notify({ message: shared ? `“${view.name}” is shared.` : `“${view.name}” is yours alone again.` });
      })(),
    choose: (view: SavedView | null) =>
      void quietly(async () => {
        await choose.mutateAsync({ org, noun, id: view?.id ?? null });
        await refresh();
        await notify({
          message: view ? `“${view.name}” opens for you.` : `All ${declaration.many} open for you again.`,
        });
      })(),
    chooseForAll: (view: SavedView | null) =>
      void quietly(async () => {
        await chooseForAll.mutateAsync({ org, noun, id: view?.id ?? null });
        await refresh();
        await notify({
          message: view
            ? `“${view.name}” opens for everybody who chose no other.`
            : `All ${declaration.many} open for everybody again.`,
        });
      })(),
    remove: (view: SavedView) =>
      void quietly(async () => {
        await remove.mutateAsync(ref(view));
        await refresh();
        address.open(null, opensByItself);
        const undo = quietly(async () => {
          await restore.mutateAsync({ org, id: view.id });
          await refresh();
          address.open({ id: view.id, params: view.params }, false);
          await notify({ message: `“${view.name}” is back.` });
        });
        await notify({
          message: `“${view.name}” is deleted.`,
          action: { label: "Undo", onSelect: () => void undo() },
        });
      })(),
  };
}

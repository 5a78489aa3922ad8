import { rename, writeFile } from "node:fs/promises";
import { packRequest } from "@/domain/pack/input";
import { AppError } from "@/domain/shared/error";
import { buildPack, requestPack } from "../pack/commands";
import { getPack, readPackFile } from "../pack/queries";
import { type Command, inOrganisation, textFlag, UsageError } from "./command";

export const packCommand: Command = {
  usage: [
    [
      "pack <org> [file.pdf]",
      "make a pack and write it   [--forum name] [--as-of day] [--since day] [--paper a4|letter]",
    ],
  ],
  options: {
    forum: { type: "string" },
    "as-of": { type: "string" },
    since: { type: "string" },
    paper: { type: "string" },
  },
  notes: "The pack is kept with the others of the organisation. Without a file name it is written to <number>.pdf.",
  run: async ([slug, file], flags) => {
    if (!slug) throw new UsageError("Name the organisation: pack <org> [file.pdf]");
    const asked = packRequest.safeParse({
      forum: textFlag(flags, "forum"),
      asOf: textFlag(flags, "as-of"),
      since: textFlag(flags, "since"),
      paper: textFlag(flags, "paper"),
    });
    if (!asked.success) throw new UsageError(asked.error.issues.map(({ message }) => message).join(" "));
    return inOrganisation(slug, async (ctx) => {
      const { id, number } = await requestPack({ ...ctx, emit: async () => undefined }, asked.data);
      await buildPack(ctx, { packId: id });
      const built = await getPack(ctx, { id });
      if (built.status !== "ready")
        throw new AppError("PRECONDITION_FAILED", built.error ?? "A worker has the pack in hand.");
      const target = file ?? `${number}.pdf`;
      const { pdf } = await readPackFile(ctx, id);
      await writeFile(`${target}.partial`, pdf);
      await rename(`${target}.partial`, target);
      const { pages, dataSha256, pdfSha256 } = built;
      return {
        text: `Wrote ${target}: pack ${number}, ${pages} pages.`,
        data: { id, number, file: target, pages, dataSha256, pdfSha256 },
      };
    });
  },
};

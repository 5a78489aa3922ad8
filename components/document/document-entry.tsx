"use client";

import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { type DocumentFile, type DocumentRow, fileAddress } from "@/components/document/shape";
import { formatDate } from "@/components/ui/format";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { DOCUMENT_FACTS } from "@/domain/document/content";
import { sizeText } from "@/domain/document/sentence";
import { counted } from "@/domain/shared/sentence";

// Dialogs load when they first open.
const PreviewDialog = dynamic(() => import("@/components/document/preview-dialog").then((it) => it.PreviewDialog));
const RenameDialog = dynamic(() => import("@/components/document/rename-dialog").then((it) => it.RenameDialog));
const DeleteDialog = dynamic(() => import("@/components/document/delete-dialog").then((it) => it.DeleteDialog));

type Where = { locale: string | undefined; timeZone: string };
type Open = { kind: "preview"; file: DocumentFile } | { kind: "rename" } | { kind: "delete" } | null;

/** A document: its name opens or downloads the latest version; the others stand below it. */
export function DocumentEntry({
  org,
  row,
  at,
  where,
  onReplace,
}: {
  org: string;
  row: DocumentRow;
  at: string | null;
  where: Where;
  onReplace: ((files: File[]) => void) | undefined;
}) {
  const [open, setOpen] = useState<Open>(null);
  const [all, setAll] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const [latest, ...older] = row.files;
  if (!latest) return null;
  const items: MenuItem[] = [
    { label: "Download", href: fileAddress(org, latest.id, at), download: true },
    ...(onReplace ? [{ kind: "action" as const, label: "New version", onSelect: () => input.current?.click() }] : []),
    ...(row.mayChange
      ? [
          { kind: "action" as const, label: "Rename", onSelect: () => setOpen({ kind: "rename" }) },
          { kind: "action" as const, label: "Delete", danger: true, onSelect: () => setOpen({ kind: "delete" }) },
        ]
      : []),
  ];
  return (
    <li className="border-rule-2 border-b py-2 last:border-b-0">
      <div className="flex items-start justify-between gap-3">
        <div className="min-w-0">
          <FileName
            org={org}
            file={latest}
            name={row.name}
            at={at}
            onPreview={() => setOpen({ kind: "preview", file: latest })}
          />
          <FileFacts file={latest} where={where} />
          {older.length > 0 ? (
            <button
              type="button"
              aria-expanded={all}
              className="min-h-6 text-accent text-note underline-offset-2 hover:underline"
              onClick={() => setAll((was) => !was)}
            >
              {all ? "Hide" : "Show"} {counted(older.length, "earlier version")}
            </button>
          ) : null}
        </div>
        <Menu
          label={`What to do with ${row.name}`}
          trigger={<span aria-hidden="true">⋯</span>}
          triggerClass="min-h-[36px] min-w-[36px] rounded-control text-center hover:bg-wash wide:min-h-[27px] wide:min-w-[27px]"
          items={items}
        />
      </div>
      {all ? (
        <ol className="mt-1 border-rule border-l pl-3.5">
          {older.map((file) => (
            <li key={file.id} className="py-1">
              <FileName
                org={org}
                file={file}
                name={file.fileName}
                at={at}
                onPreview={() => setOpen({ kind: "preview", file })}
              />
              <FileFacts file={file} where={where} />
            </li>
          ))}
        </ol>
      ) : null}
      {onReplace ? (
        <input
          ref={input}
          type="file"
          aria-label={`New version of ${row.name}`}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            onReplace([...(event.target.files ?? [])]);
            event.target.value = "";
          }}
        />
      ) : null}
      {open?.kind === "preview" ? (
        <PreviewDialog org={org} file={open.file} name={row.name} at={at} onClose={() => setOpen(null)} />
      ) : null}
      {open?.kind === "rename" ? <RenameDialog org={org} row={row} onClose={() => setOpen(null)} /> : null}
      {open?.kind === "delete" ? <DeleteDialog org={org} row={row} onClose={() => setOpen(null)} /> : null}
    </li>
  );
}

function FileName({
  org,
  file,
  name,
  at,
  onPreview,
}: {
  org: string;
  file: DocumentFile;
  name: string;
  at: string | null;
  onPreview: () => void;
}) {
  const look = "wrap-anywhere text-left font-medium text-table underline-offset-2 hover:underline";
  if (file.preview)
    return (
      <button type="button" className={look} onClick={onPreview}>
        {name}
      </button>
    );
  return (
    <a href={fileAddress(org, file.id, at)} download className={look}>
      {name}
    </a>
  );
}

function FileFacts({ file, where }: { file: DocumentFile; where: Where }) {
  return (
    <p className="text-ink-2 text-note">
      Version {file.number} · {DOCUMENT_FACTS[file.type].name}, {sizeText(file.size)} ·{" "}
      <span className="whitespace-nowrap">{formatDate(file.createdAt, "day", where)}</span>
      {file.createdBy ? `, ${file.createdBy}` : ""} ·{" "}
      <abbr title={`SHA-256 ${file.sha256}`} className="font-mono text-label no-underline">
        {file.sha256.slice(0, 8)}
      </abbr>
    </p>
  );
}

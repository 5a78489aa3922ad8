"use client";

import { clsx } from "clsx";
import { useRouter } from "next/navigation";
import { type DragEvent, useId, useRef, useState } from "react";
import { ProgressLine } from "@/components/import/progress-line";
import { isFault, type Reading, type UploadFault, uploadFile } from "@/components/import/upload";
import { Button } from "@/components/ui/button";
import { Field, Input, Select } from "@/components/ui/field";
import { DELIMITER_NAMES, DELIMITERS } from "@/domain/import/delimiter";
import { IMPORT_WORDS, type ImportNounName } from "@/domain/import/words";
import { sentenceCase } from "@/domain/shared/sentence";

/** Takes a CSV file or an Excel workbook by choice or by drop. Nothing is imported yet: the next page shows where its columns go. */
export function DropZone({
  org,
  nouns,
  asked,
}: {
  org: string;
  nouns: readonly ImportNounName[];
  /** The noun an address names. */
  asked: string | null;
}) {
  const router = useRouter();
  const input = useRef<HTMLInputElement>(null);
  const hintId = useId();
  const [file, setFile] = useState<File | null>(null);
  const [share, setShare] = useState<number | null>(null);
  const [fault, setFault] = useState<UploadFault | null>(null);
  const [reading, setReading] = useState<Reading>({
    ...{ delimiter: "", headerLine: "" },
    noun: nouns.find((noun) => noun === asked) ?? nouns[0] ?? "initiative",
  });
  const [isOver, setIsOver] = useState(false);

  const send = async (chosen: File, how: Reading) => {
    setFile(chosen);
    setFault(null);
    setShare(0);
    const answer = await uploadFile(org, chosen, how, setShare);
    if (isFault(answer)) {
      setShare(null);
      setFault(answer);
    } else router.push(`/${org}/imports/${answer.id}`);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const dropped = event.dataTransfer.files[0];
    if (dropped && share === null) void send(dropped, reading);
  };

  return (
    <div className="flex flex-col gap-4">
      {nouns.length > 1 ? (
        <Field label="The file holds" className="max-w-[260px]">
          <Select
            value={reading.noun}
            disabled={share !== null}
            onChange={(event) => setReading({ ...reading, noun: event.target.value as ImportNounName })}
          >
            {nouns.map((noun) => (
              <option key={noun} value={noun}>
                {sentenceCase(IMPORT_WORDS[noun].many)}
              </option>
            ))}
          </Select>
        </Field>
      ) : null}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is the first */}
      <div
        onDragOver={(event) => {
          event.preventDefault();
          setIsOver(true);
        }}
        onDragLeave={() => setIsOver(false)}
        onDrop={drop}
        className={clsx(
          "flex flex-col items-start gap-2.5 rounded-control border border-dashed px-[18px] py-6",
          isOver ? "border-accent bg-accent-wash" : "border-line",
        )}
      >
        {share === null ? (
          <>
            <p className="font-serif text-sentence">Drop a CSV or Excel file here, or choose one.</p>
            <p id={hintId} className="max-w-[620px] text-ink-2 text-note">
              An Excel workbook (.xlsx) of any sheets, or CSV in UTF-8 or Windows-1252, separated by comma, semicolon,
              tab or bar; with column names above the rows; up to 50 MB. Nothing is imported before you have seen what
              would change.
            </p>
            <Button tone="primary" aria-describedby={hintId} onClick={() => input.current?.click()}>
              Choose a file
            </Button>
            <input
              ref={input}
              type="file"
              accept=".xlsx,.csv,.tsv,.txt,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
              aria-label="CSV or Excel file"
              tabIndex={-1}
              className="sr-only"
              onChange={(event) => {
                const chosen = event.target.files?.[0];
                event.target.value = ""; // so that the same file can be chosen again
                if (chosen) void send(chosen, reading);
              }}
            />
          </>
        ) : (
          <ProgressLine
            label={share < 1 ? `Sending ${file?.name}` : `Reading ${file?.name}`}
            value={share < 1 ? Math.round(share * 100) : null}
            max={100}
            unit="%"
          />
        )}
      </div>
      {fault ? (
        <UploadProblem
          fault={fault}
          name={file?.name ?? ""}
          reading={reading}
          onReading={setReading}
          onRetry={() => file && void send(file, reading)}
        />
      ) : null}
    </div>
  );
}

function UploadProblem({
  fault,
  name,
  reading,
  onReading,
  onRetry,
}: {
  fault: UploadFault;
  name: string;
  reading: Reading;
  onReading: (reading: Reading) => void;
  onRetry: () => void;
}) {
  return (
    <div role="alert" className="border-bad border-l-2 pl-3.5">
      <p className="font-medium">{name} was not taken, and nothing was changed.</p>
      <p className="mt-1 max-w-[720px] text-bad">{fault.message}</p>
      {fault.line === null ? null : (
        <div className="mt-3 flex flex-wrap items-end gap-3">
          {fault.sheet === null ? (
            <Field label="Separator" className="w-[170px]">
              <Select
                value={reading.delimiter}
                onChange={(event) => onReading({ ...reading, delimiter: event.target.value as Reading["delimiter"] })}
              >
                <option value="">Detect it</option>
                {DELIMITERS.map((delimiter) => (
                  <option key={delimiter} value={delimiter}>
                    {DELIMITER_NAMES[delimiter]}
                  </option>
                ))}
              </Select>
            </Field>
          ) : null}
          <Field label={fault.sheet === null ? "Column names on line" : "Column names in row"} className="w-[170px]">
            <Input
              type="number"
              min={1}
              inputMode="numeric"
              placeholder="Detect it"
              value={reading.headerLine}
              onChange={(event) => onReading({ ...reading, headerLine: event.target.value })}
            />
          </Field>
          <Button onClick={onRetry}>Read the file again</Button>
        </div>
      )}
    </div>
  );
}

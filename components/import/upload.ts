import type { DELIMITERS } from "@/domain/import/delimiter";
import { FILE_LIMITS } from "@/domain/import/fault";
import type { ImportNounName } from "@/domain/import/words";

export type Reading = { noun: ImportNounName; delimiter: (typeof DELIMITERS)[number] | ""; headerLine: string };
/** `sheet` is the one a workbook's fault is about. */
export type UploadFault = { message: string; line: number | null; sheet: string | null };
export type Uploaded = { id: string; rows: number } | UploadFault;

export const isFault = (answer: Uploaded): answer is UploadFault => "message" in answer;

const MB = 1024 * 1024;

/** Sends a file and says how much of it has gone, as a share from 0 to 1. fetch() cannot say that. */
export function uploadFile(
  org: string,
  file: File,
  reading: Reading,
  onShare: (share: number) => void,
): Promise<Uploaded> {
  if (file.size > FILE_LIMITS.bytes) {
    const size = Math.round(file.size / MB);
    return Promise.resolve({
      message: `The file has ${size} MB; 50 MB can be imported at once. Split it and import the parts.`,
      line: null,
      sheet: null,
    });
  }
  const params = new URLSearchParams({ org, name: file.name, noun: reading.noun });
  if (reading.delimiter) params.set("delimiter", reading.delimiter);
  if (reading.headerLine) params.set("headerLine", reading.headerLine);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/import?${params}`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onerror = () =>
      resolve({
        message: "The connection broke while the file was sent. Nothing was kept; try again.",
        line: null,
        sheet: null,
      });
    request.onload = () => {
      const answer = request.response as
        | (Partial<Omit<UploadFault, "message">> & { id?: string; rows?: number; error?: string })
        | null;
      if (request.status === 201 && answer?.id) resolve({ id: answer.id, rows: answer.rows ?? 0 });
      else
        resolve({
          message: answer?.error ?? "The file could not be taken. Nothing was kept; try again.",
          line: answer?.line ?? null,
          sheet: answer?.sheet ?? null,
        });
    };
    request.send(file);
  });
}

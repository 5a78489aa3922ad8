import type { SubjectRef } from "@/domain/subject/subject";

export type SendState = { share: number; cancel: () => void };
type Answer = { documentId?: string; number?: number; error?: string } | null;

const BROKE = "The connection broke while the file was sent. Nothing was kept; try again.";

/** Sends a file and says how much of it has gone, as a share from 0 to 1. fetch() cannot say that. */
export function sendFile(
  { org, about, documentId, file }: { org: string; about: SubjectRef; documentId?: string | undefined; file: File },
  onShare: (share: number) => void,
): { done: Promise<{ fault: string | null; cancelled: boolean }>; cancel: () => void } {
  const params = new URLSearchParams({ org, noun: about.noun, id: about.id, name: file.name });
  if (documentId) params.set("document", documentId);
  const request = new XMLHttpRequest();
  const done = new Promise<{ fault: string | null; cancelled: boolean }>((resolve) => {
    request.open("POST", `/api/document?${params}`);
    request.responseType = "json";
    request.upload.onprogress = ({ loaded, total }) => onShare(total > 0 ? loaded / total : 0);
    request.onerror = () => resolve({ fault: BROKE, cancelled: false });
    request.onabort = () => resolve({ fault: null, cancelled: true });
    request.onload = () => {
      const answer = request.response as Answer;
      const fault = request.status === 201 ? null : (answer?.error ?? "The file could not be taken. Nothing was kept.");
      resolve({ fault, cancelled: false });
    };
    request.send(file);
  });
  return { done, cancel: () => request.abort() };
}

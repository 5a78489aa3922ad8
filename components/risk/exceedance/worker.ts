import { answerOf, type ExposureRequest } from "./question";

/** A module worker: the trials run here, so that a page never waits for them. */
const scope = globalThis as unknown as {
  onmessage: ((event: MessageEvent<ExposureRequest>) => void) | null;
  postMessage(answer: unknown): void;
};

scope.onmessage = ({ data }) => scope.postMessage(answerOf(data));

import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { Worker } from "node:worker_threads";
import { collect, PACKS_A_COLLECTION } from "./collect";
import type { PrintReply, PrintRequest } from "./pdf/worker";
import { PackSectionError } from "./section";

export type Printed = { readonly pdf: Uint8Array; readonly pages: number; readonly dataSha256: string };

export type Printer = {
  /** Prints the canonical JSON of a pack. @throws PackSectionError, or an Error when the worker failed. */
  print(json: string): Promise<Printed>;
  /** Ends the workers; what is being printed is refused. */
  close(): Promise<void>;
};

type Task = {
  readonly json: string;
  readonly resolve: (printed: Printed) => void;
  readonly reject: (error: Error) => void;
  /** A pack is tried once more when its worker died; a second death is its own fault. */
  deaths: number;
};

const TIMEOUT_MS = 120_000;
const HEAP_MB = 512;
/** A small young generation is collected often, which keeps the memory of a warm worker flat. */
const YOUNG_MB = 12;

/** The built worker lies beside the built process; a process run from its sources finds it in dist. */
function builtWorker(): string {
  const places = [
    join(dirname(process.argv[1] ?? "."), "pdf-worker.mjs"),
    join(process.cwd(), "dist", "pdf-worker.mjs"),
  ];
  const found = places.find((place) => existsSync(place));
  if (!found) throw new Error("dist/pdf-worker.mjs is missing: npm start builds it");
  return found;
}

/**
 * A small pool of warm worker threads, so that printing never blocks a request. A worker that dies is replaced, one
 * that takes longer than `timeoutMs` is ended and its pack refused.
 */
export function createPrinter({ path = builtWorker(), size = 1, timeoutMs = TIMEOUT_MS } = {}): Printer {
  const idle: Worker[] = [];
  const busy = new Map<Worker, { task: Task; timer: NodeJS.Timeout }>();
  const waiting: Task[] = [];
  let isClosed = false;
  let lastId = 0;
  let printed = 0;

  function settle(worker: Worker): Task | undefined {
    const held = busy.get(worker);
    if (held) clearTimeout(held.timer);
    busy.delete(worker);
    return held?.task;
  }

  function onReply(worker: Worker, reply: PrintReply): void {
    const task = settle(worker);
    worker.unref(); // an idle worker does not keep the process alive
    idle.push(worker);
    printed += 1;
    if (printed % PACKS_A_COLLECTION === 0) setImmediate(() => collect("recent"));
    if ("pdf" in reply) task?.resolve({ pdf: reply.pdf, pages: reply.pages, dataSha256: reply.dataSha256 });
    else task?.reject(reply.section ? new PackSectionError(reply.section, reply.reason) : new Error(reply.reason));
    next();
  }

  function onDeath(worker: Worker, reason: string): void {
    const task = settle(worker);
    const place = idle.indexOf(worker);
    if (place >= 0) idle.splice(place, 1);
    if (task && task.deaths === 0 && !isClosed) {
      task.deaths += 1;
      waiting.unshift(task);
    } else task?.reject(new Error(`The pack was not printed: ${reason}`));
    next();
  }

  function start(): Worker {
    const worker = new Worker(path, {
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: YOUNG_MB },
    });
    let cause = "its worker ended";
    worker.on("message", (reply: PrintReply) => onReply(worker, reply));
    worker.on("error", (error) => {
      cause = error.message;
    });
    worker.on("exit", () => onDeath(worker, cause));
    return worker;
  }

  function next(): void {
    if (isClosed || (idle.length === 0 && busy.size >= size)) return;
    const task = waiting.shift();
    if (!task) return;
    const worker = idle.pop() ?? start();
    const timer = setTimeout(() => {
      settle(worker)?.reject(new Error(`The pack was not printed within ${timeoutMs} ms`));
      void worker.terminate();
    }, timeoutMs);
    busy.set(worker, { task, timer });
    lastId += 1;
    worker.ref();
    worker.postMessage({ id: lastId, json: task.json } satisfies PrintRequest);
    next();
  }

  return {
    print: (json) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new Error("The printer is closed"));
        waiting.push({ json, resolve, reject, deaths: 0 });
        next();
      }),
    close: async () => {
      isClosed = true;
      for (const task of waiting.splice(0)) task.reject(new Error("The printer is closed"));
      await Promise.all([...idle, ...busy.keys()].map((worker) => worker.terminate()));
    },
  };
}

let shared: Printer | undefined;

/** The printer of this process, made when it is first needed. `path`: its worker, where it does not lie in its usual place. */
export function printer(path?: string): Printer {
  shared ??= createPrinter(path ? { path } : {});
  return shared;
}

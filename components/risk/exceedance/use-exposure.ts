"use client";

import { useEffect, useRef, useState } from "react";
import type { ExposureFigures, ExposureQuestion } from "@/domain/risk/exposure-figures";
import type { ExposedRisk } from "@/domain/risk/simulate";
import type { ExposureAnswer, ExposureRequest } from "./question";

/** `figures` stay those of the last answer while a newer one is awaited. */
export type Exposure = { figures: ExposureFigures | null; isRunning: boolean; fault: string | null };

/**
 * Runs the trials for what a person tries out, in a worker; null runs nothing. Of several questions asked while one runs only
 * the last is answered. Pass a question and a list that stay the same object until they change.
 */
export function useExposure(risks: readonly ExposedRisk[] | null, question: ExposureQuestion): Exposure {
  const [exposure, setExposure] = useState<Exposure>({ figures: null, isRunning: false, fault: null });
  const runner = useRef<Runner | null>(null);

  useEffect(() => {
    const made = new Runner(({ figures, fault }) =>
      setExposure((before) => ({ figures: figures ?? before.figures, isRunning: false, fault })),
    );
    runner.current = made;
    return () => made.end();
  }, []);

  useEffect(() => {
    if (!risks) return;
    setExposure((before) => ({ ...before, isRunning: true }));
    runner.current?.ask(risks, question);
  }, [risks, question]);

  return exposure;
}

type Heard = { figures: ExposureFigures | null; fault: string | null };

class Runner {
  private worker: Worker | null = null;
  private running = false;
  private next: ExposureRequest | null = null;
  private asked = 0;

  constructor(private readonly hear: (heard: Heard) => void) {}

  ask(risks: readonly ExposedRisk[], question: ExposureQuestion): void {
    this.asked += 1;
    this.next = { id: this.asked, risks, question };
    this.run();
  }

  private run(): void {
    if (this.running || !this.next) return;
    this.worker ??= this.start();
    this.running = true;
    this.worker.postMessage(this.next);
    this.next = null;
  }

  private start(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<ExposureAnswer>) => {
      this.running = false;
      if (data.id === this.asked)
        this.hear("figures" in data ? { figures: data.figures, fault: null } : { figures: null, fault: data.fault });
      this.run();
    };
    worker.onerror = () => {
      this.running = false;
      this.hear({ figures: null, fault: "The trials could not be run in this browser." });
    };
    return worker;
  }

  end(): void {
    this.worker?.terminate();
    this.worker = null;
    this.running = false;
  }
}

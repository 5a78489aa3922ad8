/** What a platform knows in a test, in no platform's format: each emulator answers it in its own. */
export type World = {
  model: string;
  version: string;
  measures: Record<string, { at: Date; value: number }[]>;
};

import type { Cast, Event } from "./story";

export async function modelEvents(_cast: Cast, _now: Date): Promise<Event[]> {
  return [];
}

import { setTimeout as delay } from "node:timers/promises";
import postgres from "postgres";

/** The right to drive: a session lock, so that it ends with the connection whatever becomes of the process. */
export interface Leadership {
  /** Raised by every new leader; writes that name an older one are refused. */
  epoch: string;
  /** Aborts when the lock may be gone. */
  lost: AbortSignal;
  /** Fails when the connection that holds the lock no longer answers. */
  check(): Promise<void>;
  release(): Promise<void>;
}

/** Waits until this worker leads; undefined when `stop` aborts first. @throws Error when the connection is lost. */
export async function campaign(
  databaseUrl: string,
  worker: string,
  options: { everyMs: number; stop: AbortSignal },
): Promise<Leadership | undefined> {
  const lost = new AbortController();
  const session = postgres(databaseUrl, {
    max: 1,
    idle_timeout: 0,
    max_lifetime: null, // a connection renewed after an hour would silently drop the lock
    connect_timeout: 10,
    onnotice: () => undefined,
    onclose: () => lost.abort(),
    connection: {
      application_name: "portolan-leader",
      // The server must notice that this machine is gone before it would by TCP's own two hours.
      tcp_keepalives_idle: 10,
      tcp_keepalives_interval: 5,
      tcp_keepalives_count: 3,
    },
  });
  const release = () => session.end({ timeout: 1 });
  try {
    while (!options.stop.aborted) {
      const [row] = await session<{ won: boolean }[]>`
        select pg_try_advisory_lock(hashtextextended('portolan.runner.leader', 0)) as won`;
      const [made] = row?.won ? await session<{ epoch: string }[]>`select runner.lead(${worker}) as epoch` : [];
      lost.signal.throwIfAborted();
      if (made) {
        const check = async () => {
          await session`select 1`;
        };
        return { epoch: made.epoch, lost: lost.signal, check, release };
      }
      await delay(options.everyMs, undefined, { signal: options.stop }).catch(() => undefined);
    }
  } catch (error) {
    await release();
    throw error;
  }
  await release();
  return undefined;
}

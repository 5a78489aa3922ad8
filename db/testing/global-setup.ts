import { prepareTemplate, startCluster } from "./cluster";

/** Vitest runs this once: the cluster given by TEST_DATABASE_URL (a superuser's URL), else one of its own. */
export default async function setup() {
  const given = process.env.TEST_DATABASE_URL;
  const cluster = given ? { url: given, stop: async () => undefined } : await startCluster();
  process.env.TEST_DATABASE_URL = cluster.url;
  await prepareTemplate(cluster.url);
  return () => cluster.stop();
}

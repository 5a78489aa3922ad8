#!/usr/bin/env node
import { demandNode } from "./launch/node-version.mjs";

const HELP = `Starts Portolan: database, web, worker and the sample model service.

  npm start                       build if needed, and run
  npm start -- --logs             the same, with every process's log on this terminal
  npm run dev                     run from the sources, again after each change

Settings (environment, or a file .env): see README.md.`;

demandNode();
const words = process.argv.slice(2);
if (words.includes("--help") || words.includes("-h")) {
  console.log(HELP);
} else {
  const { start } = await import("./launch/start.mjs");
  const { printFailure } = await import("./launch/step.mjs");
  try {
    await start({ development: words.includes("--dev"), inheritLogs: words.includes("--logs") });
  } catch (error) {
    printFailure(error);
    process.exit(1);
  }
}

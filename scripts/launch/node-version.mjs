/** Read by any Node, however old: plain syntax only. */
export const LEAST_NODE = [20, 19];

/** @param {string} version such as "20.19.0" */
export function isNodeNewEnough(version) {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [leastMajor = 0, leastMinor = 0] = LEAST_NODE;
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

/** Ends the process with a message when this Node is too old. */
export function demandNode() {
  if (isNodeNewEnough(process.versions.node)) return;
  process.stderr.write(
    "\nStopped at: Node.js\n" +
      "Cause:      this is Node " +
      process.versions.node +
      "; Portolan needs " +
      LEAST_NODE.join(".") +
      " or newer.\n" +
      "Cure:       install a newer Node.js from https://nodejs.org, or with your version manager: nvm install 22\n",
  );
  process.exit(1);
}

/** The documents: no path in them may be dead, and a page stays a page. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** Made at run time, or by a build: named in the documents, absent from a fresh checkout. */
const MADE = /^(?:[.]portolan|[.]env|[.]next|[.]cache|dist|node_modules|docs\/bench[.])/;
const LONGEST = { "CONTRIBUTING.md": 80 };

/** @param {string} root */
export function documentFiles(root) {
  const docs = existsSync(join(root, "docs")) ? readdirSync(join(root, "docs")).map((name) => `docs/${name}`) : [];
  return ["README.md", "CONTRIBUTING.md", ...docs].filter(
    (file) => file.endsWith(".md") && existsSync(join(root, file)),
  );
}

/**
 * Paths named in a document: link targets, and code that looks like a path of this project.
 * @param {string} text
 * @param {string[]} top names at the top of the project
 */
export function pathsIn(text, top) {
  const prose = text.replace(/```[\s\S]*?```/g, "");
  const links = [...prose.matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map(([, path = ""]) => ({
    path,
    isLink: true,
  }));
  const code = [...prose.matchAll(/`([^`\n]+)`/g)]
    .map(([, path = ""]) => path)
    .filter((path) => /^[\w.@[\]()/-]+$/.test(path) && path.includes("/") && top.includes(path.split("/")[0] ?? ""))
    .map((path) => ({ path, isLink: false }));
  return [...links, ...code];
}

/** @param {string} root @returns {string[]} what is wrong, one line each */
export function documentProblems(root) {
  const top = readdirSync(root);
  return documentFiles(root).flatMap((file) => {
    const text = readFileSync(join(root, file), "utf8");
    const dead = pathsIn(text, top)
      .filter(({ path }) => !MADE.test(path))
      .filter(({ path, isLink }) => !existsSync(join(root, isLink ? dirname(file) : ".", path)))
      .map(({ path }) => `${file}: ${path} does not exist`);
    const limit = LONGEST[/** @type {keyof typeof LONGEST} */ (file)];
    const lines = text.trimEnd().split("\n").length;
    return limit && lines > limit ? [...dead, `${file}: ${lines} lines, at most ${limit}`] : dead;
  });
}

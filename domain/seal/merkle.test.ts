import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Hash, inclusionPath, MerkleTree, nodeHash, rootOfPath } from "./merkle";

const hash: Hash = (data) => createHash("sha256").update(data).digest();
const hex = (bytes: Uint8Array | null) => bytes && Buffer.from(bytes).toString("hex");
const bytes = (text: string) => Buffer.from(text, "hex");

// The test vectors of Certificate Transparency's reference implementation (merkletree/merkle_tree_test.cc).
const LEAVES = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"].map(
  (text) => hash(Buffer.concat([Buffer.of(0), bytes(text)])),
);
const ROOTS = [
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
  "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
  "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
  "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
  "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
  "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
  "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
  "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

const treeOf = (leaves: Uint8Array[]) => {
  const tree = new MerkleTree(hash);
  for (const leaf of leaves) tree.add(leaf);
  return tree;
};

test("roots of 0 to 8 leaves are those published", () => {
  expect(ROOTS.map((_, size) => hex(treeOf(LEAVES.slice(0, size)).root()))).toEqual(ROOTS);
});

test("paths are those published", () => {
  expect(inclusionPath(hash, LEAVES, 0).map(hex)).toEqual([
    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
  ]);
  expect(inclusionPath(hash, LEAVES, 5).map(hex)).toEqual([
    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
  ]);
});

test("a path leads to the root from its own leaf and place alone", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.nat(), fc.nat(), (size, chosen, other) => {
      const leaves = Array.from({ length: size }, (_, n) => hash(`leaf ${n}`));
      const index = chosen % size;
      const [path, root] = [inclusionPath(hash, leaves, index), hex(treeOf(leaves).root())];
      const leaf = leaves[index] ?? hash("");
      expect(hex(rootOfPath(hash, { index, size }, leaf, path))).toBe(root);
      expect(hex(rootOfPath(hash, { index, size }, hash("another"), path))).not.toBe(root);
      const wrong = other % size;
      if (wrong !== index) expect(hex(rootOfPath(hash, { index: wrong, size }, leaf, path))).not.toBe(root);
      expect(rootOfPath(hash, { index, size }, leaf, [...path, leaf])).toBeNull();
    }),
  );
});

test("two leaves cannot be passed off as one whose content is their node", () => {
  const [one, other] = [hash("\u0000one"), hash("\u0000other")];
  const forged = hash(Buffer.concat([Buffer.of(0), one, other]));
  expect(hex(treeOf([one, other]).root())).toBe(hex(nodeHash(hash, one, other)));
  expect(hex(treeOf([forged]).root())).not.toBe(hex(treeOf([one, other]).root()));
});

import { Fragment, type ReactNode } from "react";
import { type Inline, readMarkup } from "@/domain/comment/markup";

// biome-ignore-start lint/suspicious/noArrayIndexKey: parts of a text have no identity and never move
function Parts({ parts }: { parts: readonly Inline[] }): ReactNode {
  return parts.map((part, index) => <Part key={index} part={part} />);
}

function Part({ part }: { part: Inline }): ReactNode {
  switch (part.kind) {
    case "bold":
      return (
        <strong className="font-semibold">
          <Parts parts={part.parts} />
        </strong>
      );
    case "italic":
      return (
        <em>
          <Parts parts={part.parts} />
        </em>
      );
    case "code":
      return <code className="bg-wash px-0.5 font-mono text-note">{part.text}</code>;
    case "link":
      return (
        <a
          href={part.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          className="text-accent underline underline-offset-2"
        >
          {part.text}
        </a>
      );
    case "mention":
      return <span className="font-medium text-accent">{part.text}</span>;
    default:
      return part.text;
  }
}

/** What somebody wrote, as elements: nothing of it is ever read as HTML. */
export function CommentText({ body, names }: { body: string; names: readonly string[] }) {
  return (
    <div className="wrap-anywhere grid gap-2 text-body">
      {readMarkup(body, names).map((block, index) => {
        if (block.kind === "paragraph")
          return (
            <p key={index}>
              {block.lines.map((line, row) => (
                <Fragment key={row}>
                  {row > 0 ? <br /> : null}
                  <Parts parts={line} />
                </Fragment>
              ))}
            </p>
          );
        const List = block.ordered ? "ol" : "ul";
        return (
          <List key={index} className={block.ordered ? "list-decimal pl-5" : "list-disc pl-5"}>
            {block.items.map((item, row) => (
              <li key={row}>
                <Parts parts={item} />
              </li>
            ))}
          </List>
        );
      })}
    </div>
  );
}
// biome-ignore-end lint/suspicious/noArrayIndexKey: parts of a text have no identity and never move

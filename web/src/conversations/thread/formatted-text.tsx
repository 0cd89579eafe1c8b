import { noteParts, parseInline, parseWhatsAppText, type Block, type Inline } from "@balcao/core";
import { createContext, memo, useContext, type ReactElement } from "react";
import classes from "./formatted-text.module.css";

/** Who is mentioned, in a note; outside of notes nothing is a mention, whatever a text says. */
export const MentionNames = createContext<((agentId: string) => string) | null>(null);

function Words({ text }: { text: string }): ReactElement {
  const nameOf = useContext(MentionNames);
  if (!nameOf || !text.includes("@[")) return <>{text}</>;
  return (
    <>
      {noteParts(text).map((part, index) =>
        part.type === "text" ? (
          part.text
        ) : (
          <span key={index} className={classes.mention}>
            @{nameOf(part.agentId)}
          </span>
        ),
      )}
    </>
  );
}

function InlineView({ parts }: { parts: readonly Inline[] }): ReactElement {
  return (
    <>
      {parts.map((part, index) => {
        switch (part.type) {
          case "text":
            return <Words key={index} text={part.text} />;
          case "bold":
            return (
              <strong key={index}>
                <InlineView parts={part.children} />
              </strong>
            );
          case "italic":
            return (
              <em key={index}>
                <InlineView parts={part.children} />
              </em>
            );
          case "strike":
            return (
              <s key={index}>
                <InlineView parts={part.children} />
              </s>
            );
          case "code":
            return <code key={index}>{part.text}</code>;
          case "link":
            return (
              <a key={index} href={part.href} target="_blank" rel="noopener noreferrer nofollow">
                {part.text}
              </a>
            );
        }
      })}
    </>
  );
}

function BlockView({ block }: { block: Block }): ReactElement {
  switch (block.type) {
    case "paragraph":
      return <p>{block.children.length > 0 ? <InlineView parts={block.children} /> : <br />}</p>;
    case "quote":
      return (
        <blockquote>
          <InlineView parts={block.children} />
        </blockquote>
      );
    case "bullets":
      return (
        <ul>
          {block.items.map((item, index) => (
            <li key={index}>
              <InlineView parts={item} />
            </li>
          ))}
        </ul>
      );
    case "numbers":
      return (
        <ol start={block.start}>
          {block.items.map((item, index) => (
            <li key={index}>
              <InlineView parts={item} />
            </li>
          ))}
        </ol>
      );
    case "preformatted":
      return <pre>{block.text}</pre>;
  }
}

/** Will WhatsApp show this text otherwise than it is written? Links alone do not count. */
export const isFormatted = (text: string): boolean =>
  /[*_~`>\-0-9]/u.test(text) &&
  parseWhatsAppText(text).some(
    (block) =>
      block.type !== "paragraph" ||
      block.children.some((part) => part.type !== "text" && part.type !== "link"),
  );

/** A message's text with WhatsApp's own marks. Text is only ever text: nothing in it becomes markup. */
export const FormattedText = memo(function FormattedText({ text }: { text: string }): ReactElement {
  const blocks = parseWhatsAppText(text);
  const [only] = blocks;
  // most messages: one line of words, one element
  if (only?.type === "paragraph" && blocks.length === 1)
    return (
      <p className={classes.text} dir="auto">
        {only.children.length > 0 ? <InlineView parts={only.children} /> : <br />}
      </p>
    );
  return (
    <div className={classes.text} dir="auto">
      {blocks.map((block, index) => (
        <BlockView key={index} block={block} />
      ))}
    </div>
  );
});

const withoutLinks = (parts: readonly Inline[]): Inline[] =>
  parts.map((part) => {
    if (part.type === "link") return { type: "text", text: part.text };
    return "children" in part ? { ...part, children: withoutLinks(part.children) } : part;
  });

/** The same marks within one line, for previews, which are links or buttons themselves. */
export function FormattedLine({ text }: { text: string }): ReactElement {
  return <InlineView parts={withoutLinks(parseInline(text))} />;
}

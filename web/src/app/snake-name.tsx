import { Fragment, type ReactElement } from "react";

/** A name of Meta's, like `message_template_status_update`: it breaks between its words, where there is no room for all of it. */
export function SnakeName({ name }: { name: string }): ReactElement {
  const [first, ...others] = name.split("_");
  return (
    <>
      {first}
      {others.map((word, index) => (
        // eslint-disable-next-line react/no-array-index-key -- the words of a name stay where they are
        <Fragment key={index}>
          _<wbr />
          {word}
        </Fragment>
      ))}
    </>
  );
}

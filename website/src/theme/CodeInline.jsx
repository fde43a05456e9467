// Lets long names, such as those of settings, wrap after a dot, an underscore and the like where the
// style allows it: in tables, which would not fit their page otherwise.
import React, {Fragment} from 'react';
import CodeInline from '@theme-original/CodeInline';

const BREAK = /(?<=[._/,:=])(?=.)/;

export default function BreakableCodeInline({children, ...props}) {
  if (typeof children !== 'string') {
    return <CodeInline {...props}>{children}</CodeInline>;
  }
  return (
    <CodeInline {...props}>
      {children.split(BREAK).map((part, index) => (
        <Fragment key={index}>
          {index > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </CodeInline>
  );
}

using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Binding;

/// <summary>
/// One mistake, one error: where a declaration of one expression could not be read, what the binder makes of the rest is no finding
/// of its own; in a declaration of many parts, that goes for the line. <see cref="UnreadNames"/> tells what names may be declared there.
/// </summary>
internal sealed class SyntaxShadow
{
    // What a part that could not be read would have said.
    private static readonly string[] OfTheWhole =
        [Rules.NoStart.Code, Rules.UnknownStage.Code, Rules.ReenterWithoutEnd.Code, Rules.BadKey.Code, Rules.MissingValue.Code];

    private readonly Dictionary<SourceText, FileShadow> files = [];
    private readonly UnreadNames names = new();

    public SyntaxShadow(ImmutableArray<SyntaxTree> trees)
    {
        foreach (SyntaxTree tree in trees.Where(t => t.Diagnostics.Any(d => d.Severity == Severity.Error)))
        {
            FileShadow shadow = new(tree);
            files[tree.Source] = shadow;
            names.Add(tree, shadow.CannotRead);
        }
    }

    /// <summary>The findings that do not follow from a mistake of syntax.</summary>
    public IEnumerable<Diagnostic> Without(ImmutableArray<Diagnostic> findings) => files.Count == 0 ? findings : findings.Where(f => !Covers(f));

    private bool Covers(Diagnostic finding) =>
        (files.TryGetValue(finding.Source, out FileShadow? shadow) && shadow.Covers(finding)) || names.MayExplain(finding);

    private sealed class FileShadow
    {
        private readonly SourceText source;
        private readonly ImmutableArray<DeclarationSyntax> declarations;
        private readonly HashSet<DeclarationSyntax> unreadable = new(ReferenceEqualityComparer.Instance);
        private readonly HashSet<int> lines = [];

        public FileShadow(SyntaxTree tree)
        {
            source = tree.Source;
            declarations = tree.Root.Declarations;
            foreach (Diagnostic error in tree.Diagnostics.Where(d => d.Severity == Severity.Error))
            {
                lines.Add(LineOf(error.Span.Start));
                MarkAt(error.Span.Start);
            }
        }

        // What cannot be read on the line on which a declaration ends belonged to it.
        private void MarkAt(int position)
        {
            int index = IndexBefore(position);
            if (index < 0)
            {
                return;
            }

            unreadable.Add(declarations[index]);
            if (index > 0 && declarations[index] is SkippedSyntax && LineOf(declarations[index - 1].Span.End) == LineOf(position))
            {
                unreadable.Add(declarations[index - 1]);
            }
        }

        private int LineOf(int position) => source.LineAndColumn(position).Line;

        public bool CannotRead(DeclarationSyntax declaration) => unreadable.Contains(declaration);

        public bool Covers(Diagnostic finding)
        {
            int position = finding.Span.Start;
            if (At(position) is not { } declaration)
            {
                return false;
            }

            return OfTheWhole.Contains(finding.Code)
                ? unreadable.Contains(declaration)
                : position != declaration.Name.Span.Start
                && (declaration is TraitSyntax or SegmentSyntax or ParamSyntax
                    ? unreadable.Contains(declaration)
                    : lines.Contains(LineOf(position)));
        }

        // The last declaration that begins at or before the place, if it reaches it.
        private DeclarationSyntax? At(int position) => LastBefore(position) is { } found && found.Span.Touches(position) ? found : null;

        private DeclarationSyntax? LastBefore(int position) => IndexBefore(position) is >= 0 and var index ? declarations[index] : null;

        private int IndexBefore(int position)
        {
            int low = 0;
            int high = declarations.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = declarations[middle].Span.Start <= position ? (middle + 1, high) : (low, middle);
            }

            return low - 1;
        }
    }
}

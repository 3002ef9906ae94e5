using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Binding;

/// <summary>
/// One mistake, one error: where a declaration of one expression could not be read, what the binder makes of the rest is no finding
/// of its own; in a declaration of many parts, that goes for the line.
/// </summary>
internal sealed class SyntaxShadow
{
    // What a part that could not be read would have said.
    private static readonly string[] OfTheWholeJourney = [Rules.NoStart.Code, Rules.UnknownStage.Code, Rules.ReenterWithoutEnd.Code];

    private readonly Dictionary<SourceText, FileShadow> files = [];

    public SyntaxShadow(ImmutableArray<SyntaxTree> trees)
    {
        foreach (SyntaxTree tree in trees.Where(t => t.Diagnostics.Any(d => d.Severity == Severity.Error)))
        {
            files[tree.Source] = new FileShadow(tree);
        }
    }

    /// <summary>The findings that do not follow from a mistake of syntax.</summary>
    public IEnumerable<Diagnostic> Without(ImmutableArray<Diagnostic> findings) =>
        findings.Where(f => !files.TryGetValue(f.Source, out FileShadow? shadow) || !shadow.Covers(f));

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
                lines.Add(source.LineAndColumn(error.Span.Start).Line);
                if (At(error.Span.Start) is { } declaration)
                {
                    unreadable.Add(declaration);
                }
            }
        }

        public bool Covers(Diagnostic finding)
        {
            int position = finding.Span.Start;
            if (At(position) is not { } declaration)
            {
                return false;
            }

            return declaration is JourneySyntax && OfTheWholeJourney.Contains(finding.Code)
                ? unreadable.Contains(declaration)
                : position != declaration.Name.Span.Start
                && (declaration is TraitSyntax or SegmentSyntax or ParamSyntax
                    ? unreadable.Contains(declaration)
                    : lines.Contains(source.LineAndColumn(position).Line));
        }

        // The last declaration that begins at or before the place, if it reaches it.
        private DeclarationSyntax? At(int position)
        {
            int low = 0;
            int high = declarations.Length;
            while (low < high)
            {
                int middle = (low + high) / 2;
                (low, high) = declarations[middle].Span.Start <= position ? (middle + 1, high) : (low, middle);
            }

            return low > 0 && declarations[low - 1].Span.Touches(position) ? declarations[low - 1] : null;
        }
    }
}

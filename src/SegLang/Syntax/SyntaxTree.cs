using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Text;
namespace SegLang.Syntax;
/// <summary>x</summary>
public sealed record SyntaxTree(SourceText Source, FileSyntax Root, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<Token> Tokens)
{
    /// <summary>x</summary>
    public static SyntaxTree Parse(SourceText source) => throw new InvalidOperationException(source.Path);
}

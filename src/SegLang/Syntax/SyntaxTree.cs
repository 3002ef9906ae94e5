using System.Collections.Immutable;
using System.Text;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Syntax;

/// <summary>A parsed file. <see cref="Tokens"/> are all of it, so that their trivia and texts give the source back.</summary>
public sealed record SyntaxTree(
    SourceText Source, FileSyntax Root, ImmutableArray<Diagnostic> Diagnostics, ImmutableArray<Token> Tokens)
{
    /// <summary>Parses a file. Never fails: what is wrong with it is in <see cref="Diagnostics"/>, in order of place.</summary>
    public static SyntaxTree Parse(SourceText source)
    {
        if (FindFault(source) is { } fault)
        {
            Token end = new(TokenKind.EndOfFile, new(source.Content.Length, 0), "", null, []);
            return new(source, new([], end, new(0, source.Content.Length)), [fault], [end]);
        }

        Lexer lexer = new(source);
        ImmutableArray<Token> tokens = lexer.Lex();
        Parser parser = new(source, tokens, lexer.Diagnostics);
        FileSyntax root = parser.ParseFile();
        ImmutableArray<Diagnostic> diagnostics =
            [.. lexer.Diagnostics.Concat(parser.Diagnostics).OrderBy(d => d.Span.Start)];
        return new(source, root, diagnostics, tokens);
    }

    // A file that cannot be read at all gets one finding and no tree.
    private static Diagnostic? FindFault(SourceText source) => source.Fault switch
    {
        EncodingFault.Binary => Rules.BinaryFile.At(source, new(source.FaultPosition, 1)),
        EncodingFault.NotUtf8 => Rules.NotUtf8.At(
            source, new(source.FaultPosition, Math.Min(1, source.Content.Length - source.FaultPosition)), "save the file as UTF-8"),
        _ when IsTooLarge(source.Content) => Rules.FileTooLarge.At(source, new(0, 0), "split the file: all files of a folder are one rule set"),
        _ => null,
    };

    private static bool IsTooLarge(string content) =>
        content.Length > Limits.FileBytes / 3 && Encoding.UTF8.GetByteCount(content) > Limits.FileBytes;
}

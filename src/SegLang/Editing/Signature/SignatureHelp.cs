using System.Collections.Immutable;
using SegLang.Binding;
using SegLang.Symbols;
using SegLang.Syntax;

namespace SegLang.Editing;

/// <summary>A call's form: <see cref="Parameters"/> are pieces of <see cref="Label"/>, each by its place in it.</summary>
public sealed record CallSignature(string Label, ImmutableArray<CallParameter> Parameters, string? Doc, int ActiveParameter);

/// <summary>A parameter: where it stands in the signature's label, in UTF-16 units.</summary>
public sealed record CallParameter(int Start, int End, string? Doc);

/// <summary>Says what the call takes in whose parentheses the cursor stands.</summary>
public static class SignatureHelp
{
    /// <summary>The signature of the innermost call around a position; null outside of calls. Works on what is written up to there.</summary>
    public static CallSignature? At(RuleSnapshot snapshot, string path, int position)
    {
        if (snapshot.Tree(path) is not { } tree || position < 0 || position > tree.Source.Content.Length)
        {
            return null;
        }

        if (FindCall(tree, position) is not var (name, commas, argument))
        {
            return null;
        }

        return snapshot.Symbols.Find(name.Text) is ActionSymbol action
            ? OfAction(action, commas, argument)
            : OfFunction(name, commas);
    }

    // Back from the position to the open parenthesis that has a name before it.
    private static (Token Name, int Commas, string? Argument)? FindCall(SyntaxTree tree, int position)
    {
        int index = SyntaxParts.TokenIndexAt(tree.Tokens, position);
        index -= tree.Tokens[index].Span.Start >= position ? 1 : tree.Tokens[index].Span.End > position || tree.Tokens[index].Span.Length == 0 ? 1 : 0;
        int depth = 0, commas = 0;
        string? argument = null;
        for (int i = index; i > 0; i--)
        {
            switch (tree.Tokens[i].Kind)
            {
                case TokenKind.CloseParen or TokenKind.CloseBracket:
                    depth++;
                    break;
                case TokenKind.OpenParen when depth == 0:
                    return tree.Tokens[i - 1].Kind is TokenKind.Identifier or TokenKind.QuotedIdentifier ? (tree.Tokens[i - 1], commas, argument) : null;
                case TokenKind.OpenParen or TokenKind.OpenBracket:
                    depth--;
                    break;
                case TokenKind.Comma when depth == 0:
                    commas++;
                    break;
                case TokenKind.Colon when depth == 0 && commas == 0:
                    argument ??= tree.Tokens[i - 1].Text;
                    break;
                case TokenKind.OpenBrace or TokenKind.CloseBrace when depth == 0:
                    return null;
            }
        }

        return null;
    }

    private static CallSignature OfAction(ActionSymbol action, int commas, string? argument)
    {
        string label = action.Name + "(";
        ImmutableArray<CallParameter>.Builder parameters = ImmutableArray.CreateBuilder<CallParameter>();
        int active = commas;
        foreach (ParameterSymbol parameter in action.Parameters)
        {
            label += parameters.Count == 0 ? "" : ", ";
            string text = $"{parameter.Name}: {parameter.Type.Name}{(parameter.IsOptional ? "?" : "")}";
            active = parameter.Name == argument ? parameters.Count : active;
            parameters.Add(new(label.Length, label.Length + text.Length, parameter.IsOptional ? "may be left out" : null));
            label += text;
        }

        return new(label + ")", parameters.ToImmutable(), action.Doc, active);
    }

    private static CallSignature? OfFunction(Token name, int commas)
    {
        if (LanguageTexts.FindCall(name.Text) is not { } row || name.Kind == TokenKind.QuotedIdentifier)
        {
            return null;
        }

        int open = row.Title.IndexOf('(', StringComparison.Ordinal);
        int close = row.Title.IndexOf(')', StringComparison.Ordinal);
        ImmutableArray<CallParameter>.Builder parameters = ImmutableArray.CreateBuilder<CallParameter>();
        int at = open + 1;
        foreach (string piece in row.Title[(open + 1)..close].Split(", "))
        {
            parameters.Add(new(at, at + piece.Length, null));
            at += piece.Length + 2;
        }

        bool repeats = row.Title[open..close].EndsWith('…');
        int active = repeats ? Math.Min(commas, parameters.Count - 1) : commas;
        return new(row.Title, parameters.ToImmutable(), row.Markdown, active);
    }
}

using System.Collections.Immutable;
using SegLang.Diagnostics;
using SegLang.Symbols;
using SegLang.Syntax;
using SegLang.Text;

namespace SegLang.Binding;

/// <summary>What binding one declaration has found, and what it came across.</summary>
internal sealed record DeclarationPart(DiagnosticBag Findings, BindingRecord Record);

public sealed partial class Binder
{
    // Null where all findings go to one place; an editor wants them by declaration.
    private Dictionary<object, DeclarationPart>? parts;
    private bool keepsPlaces;

    /// <summary>
    /// For an editor: schemas and params are bound, everything else is when it is asked for. Not safe for several threads at once.
    /// </summary>
    internal static Binder Begin(SymbolTable table)
    {
        Binder binder = new(table, new DiagnosticBag()) { parts = new(ReferenceEqualityComparer.Instance), keepsPlaces = true };
        binder.BindSchemas();
        binder.BindParams();
        binder.keepsPlaces = false;
        return binder;
    }

    /// <summary>What was found in a declaration that was bound: a symbol's, or a test's syntax.</summary>
    internal DeclarationPart? PartOf(object declaration) => parts?.GetValueOrDefault(declaration);

    /// <summary>The same, and forgets it: most declarations are bound once and never asked for again.</summary>
    internal DeclarationPart? TakePart(object declaration) =>
        parts is not null && parts.Remove(declaration, out DeclarationPart? part) ? part : null;

    /// <summary>Drops all bound definitions: each is bound once more when it is asked for.</summary>
    internal void Forget()
    {
        states.Clear();
        states.TrimExcess();
        definitions.Clear();
        definitions.TrimExcess();
    }

    /// <summary>Binds a definition with all that it needs; null where it has an error.</summary>
    internal BoundDefinition? DefinitionOf(Symbol symbol)
    {
        foreach (Symbol needed in DefinitionOrder.Groups(table, [symbol], states.ContainsKey).SelectMany(g => g))
        {
            Define(needed);
        }

        return StateOf(symbol) is { IsBroken: false } state ? state.Definition : null;
    }

    /// <summary>All rules; meaningful only where nothing has an error.</summary>
    internal BoundRuleSet? WholeOf(ImmutableArray<SyntaxTree> trees)
    {
        BindDefinitions();
        definitions.Clear();
        definitions.AddRange(DefinitionOrder.Of(table).Select(s => StateOf(s)?.Definition).OfType<BoundDefinition>());
        return BindRules(trees);
    }

    /// <summary>What those that refer to a definition can tell of it, as one text; the definition must have been bound.</summary>
    internal string InterfaceOf(Symbol symbol)
    {
        if (StateOf(symbol) is not { IsBroken: false, Definition: { } definition } state)
        {
            return $"broken {StateOf(symbol)?.Depth}";
        }

        if (state.Body is not { } body)
        {
            return $"{state.Depth}";
        }

        string span = body is BoundConstant { Type: SpanType } constant ? $"{constant.Value}" : "";
        return $"{state.Depth} {Meanings.Of(body.Type)} {body.MayBeUnknown} {state.Moves} {state.Flows} {FollowsNow(body)} {IsTravelTarget(body)} {span}";
    }

    /// <summary>Binds an action, a limit or a test; the definitions that it mentions must have been bound.</summary>
    internal void BindOther(object declaration, SourceText file)
    {
        switch (declaration)
        {
            case ActionSymbol action:
                BindAction(action);
                break;
            case LimitSymbol limit:
                BindLimit(limit);
                break;
            case TestSyntax test:
                BindTest(file, test);
                break;
        }
    }

    /// <summary>Binds a declaration once more and notes every expression; null for what is not bound.</summary>
    internal BindingRecord? Reread(object declaration, SourceText file)
    {
        if (declaration is SchemaSymbol or ParamSymbol)
        {
            return PartOf(declaration)?.Record;
        }

        if (declaration is Symbol symbol)
        {
            _ = DefinitionOf(symbol);
        }

        Binder reader = new(table, new DiagnosticBag(), this) { source = file, record = new BindingRecord(keepsPlaces: true) };
        switch (declaration)
        {
            case TestSyntax test:
                reader.BindTest(test);
                break;
            case ActionSymbol action:
                reader.BindAction(action);
                break;
            case LimitSymbol limit:
                reader.BindLimit(limit);
                break;
            case Symbol definition:
                reader.DefineKind(definition);
                break;
            default:
                return null;
        }

        return reader.record;
    }

    /// <summary>Binds an expression that stands in no file, silently.</summary>
    internal BoundExpression BindApart(SourceText file, ExpressionSyntax syntax, Scope inside)
    {
        foreach (Symbol mentioned in SyntaxNames.In(syntax).Select(table.Find).OfType<Symbol>())
        {
            _ = DefinitionOf(mentioned);
        }

        return new Binder(table, new DiagnosticBag(), this) { source = file, scope = inside }.Bind(syntax);
    }

    private void InPart(object declaration, SourceText? file, Action bind)
    {
        var (savedSource, savedScope) = (source, scope);
        (source, scope) = (file ?? source, Scope.Profile);
        if (parts is null)
        {
            bind();
        }
        else
        {
            InPart(parts, declaration, bind);
        }

        (source, scope) = (savedSource, savedScope);
    }

    private void InPart(Dictionary<object, DeclarationPart> all, object declaration, Action bind)
    {
        if (!all.TryGetValue(declaration, out DeclarationPart? part))
        {
            all.Add(declaration, part = new(new DiagnosticBag(), new BindingRecord(keepsPlaces)));
        }

        var outer = (diagnostics, record, looseSets);
        (diagnostics, record, looseSets) = (part.Findings, part.Record, new(ReferenceEqualityComparer.Instance));
        bind();
        CheckSets();
        (diagnostics, record, looseSets) = outer;
    }
}

using System.Text;
using SegLang.Binding;
using SegLang.Diagnostics;
using SegLang.Text;

namespace SegLang.Tests.Differential;

/// <summary>Random definitions as a rule file: the schema, then a line each.</summary>
internal static class RandomSource
{
    public static string Of(string schema, IEnumerable<Definition> definitions)
    {
        StringBuilder text = new(schema);
        foreach (Definition definition in definitions)
        {
            text.Append(definition.Body).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>
    /// Binds them. What the binder refuses is taken out and told to <paramref name="forget"/>; what only refers to that goes with it but does not
    /// count as refused.
    /// </summary>
    public static BoundRuleSet Bind(
        string name, string schema, List<Definition> definitions, List<(Diagnostic Reason, Definition Refused)> refusals, Action<string> forget)
    {
        int schemaLines = schema.Count(c => c == '\n');
        for (int round = 0; ; round++)
        {
            SourceText source = new("random.seg", Of(schema, definitions));
            Compilation compilation = Compilation.Create([source]);
            if (compilation.Rules is BoundRuleSet rules)
            {
                return rules;
            }

            HashSet<Definition> refused = [];
            foreach (Diagnostic diagnostic in compilation.Diagnostics.Where(d => d.Severity == Severity.Error))
            {
                int line = source.LineAndColumn(diagnostic.Span.Start).Line - 1 - schemaLines;
                if (line < 0 || line >= definitions.Count)
                {
                    throw new InvalidOperationException($"{name}: {diagnostic.Code} {diagnostic.Message} outside the definitions");
                }

                if (refused.Add(definitions[line]) && round == 0)
                {
                    refusals.Add((diagnostic, definitions[line]));
                }
            }

            if (refused.Count == 0)
            {
                throw new InvalidOperationException($"{name}: no rules and no error");
            }

            definitions.RemoveAll(refused.Contains);
            foreach (Definition definition in refused)
            {
                forget(definition.Name);
            }
        }
    }
}

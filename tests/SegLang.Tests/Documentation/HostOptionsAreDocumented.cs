namespace SegLang.Tests.Documentation;

/// <summary>Each option of a host's rules and streams stands in the guide.</summary>
public sealed class HostOptionsAreDocumented
{
    [Theory]
    [InlineData(typeof(SegLangOptions), "AddSegLang")]
    [InlineData(typeof(SegLangStreamOptions), "AddSegLangStream")]
    public void In_a_table(Type options, string call)
    {
        IEnumerable<string> named = Repository.Read("grammar/hosts.md").Split('\n')
            .SkipWhile(l => l != $"| option of `{call}` | means |").Skip(2).TakeWhile(l => l.StartsWith('|'))
            .SelectMany(l => l.Split('|')[1].Split('`').Where((_, i) => i % 2 == 1));

        Assert.Equal(options.GetProperties().Select(p => p.Name).Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
    }
}

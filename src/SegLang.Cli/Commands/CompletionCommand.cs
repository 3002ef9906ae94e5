using System.CommandLine;

namespace SegLang.Cli;

/// <summary>`seg completion SHELL`: a script that completes commands and options, made from the commands themselves.</summary>
internal static class CompletionCommand
{
    /// <summary>Runs the command.</summary>
    public static int Run(Session session, RootCommand root, string shell)
    {
        (string Name, string Description, string[] Options)[] commands =
        [
            .. root.Subcommands
                .OrderBy(c => c.Name, StringComparer.Ordinal)
                .Select(c => (c.Name, c.Description ?? "", Options(c, root))),
        ];
        session.Terminal.Out.Write(shell switch
        {
            "zsh" => "autoload -U +X bashcompinit && bashcompinit\n" + Bash(commands),
            "fish" => Fish(commands),
            "pwsh" => PowerShell(commands),
            _ => Bash(commands),
        });
        return ExitCode.Ok;
    }

    private static string[] Options(Command command, RootCommand root) =>
    [
        .. command.Options.Concat(root.Options.Where(o => o.Recursive))
            .Select(o => o.Name)
            .Append("--help")
            .Distinct()
            .Order(StringComparer.Ordinal),
    ];

    private static string Bash((string Name, string Description, string[] Options)[] commands) => $$"""
        _seg() {
          local current=${COMP_WORDS[COMP_CWORD]} words=
          if [ "$COMP_CWORD" -eq 1 ]; then
            words="{{string.Join(' ', commands.Select(c => c.Name))}}"
          elif [[ $current == -* ]]; then
            case ${COMP_WORDS[1]} in
        {{string.Join('\n', commands.Select(c => $"      {c.Name}) words=\"{string.Join(' ', c.Options)}\" ;;"))}}
            esac
          fi
          if [ -n "$words" ]; then
            COMPREPLY=($(compgen -W "$words" -- "$current"))
          else
            COMPREPLY=($(compgen -f -- "$current"))
          fi
        }
        complete -o filenames -F _seg seg

        """;

    private static string Fish((string Name, string Description, string[] Options)[] commands) => string.Concat(commands.Select(c =>
        $"complete -c seg -n __fish_use_subcommand -a {c.Name} -d '{c.Description.Replace("'", "\\'", StringComparison.Ordinal)}'\n"
        + string.Concat(c.Options.Where(o => o.StartsWith("--", StringComparison.Ordinal))
            .Select(o => $"complete -c seg -n '__fish_seen_subcommand_from {c.Name}' -l {o[2..]}\n"))));

    private static string PowerShell((string Name, string Description, string[] Options)[] commands) => $$"""
        Register-ArgumentCompleter -Native -CommandName seg -ScriptBlock {
          param($word, $ast, $position)
          $options = @{
        {{string.Join('\n', commands.Select(c => $"    '{c.Name}' = @({string.Join(", ", c.Options.Select(o => $"'{o}'"))})"))}}
          }
          $parts = @($ast.CommandElements | ForEach-Object { $_.ToString() })
          $isFirst = $parts.Count -le 1 -or ($parts.Count -eq 2 -and $word)
          $candidates = if ($isFirst) { $options.Keys | Sort-Object } else { $options[$parts[1]] }
          $candidates | Where-Object { $_ -like "$word*" } | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }

        """;
}

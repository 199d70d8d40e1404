using System.CommandLine;
using System.Globalization;
using Graft.Networks;
using Spectre.Console;

namespace Graft.Cli;

/// <summary><c>graft models [NAME]</c>: the catalogue, or everything about one model.</summary>
internal sealed class ModelsVerb : Verb
{
    private readonly Argument<string?> _name = new("NAME") { Description = "one model, for its stages and all its weights", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _json = CommonOptions.Json();

    public ModelsVerb(Terminal terminal)
        : base(terminal, "models", "List the networks: size, cost, weights, licence, published accuracy, on disk or not.",
            "graft models", "graft models resnet50", "graft models --json")
    {
        Add(_name);
        Add(_json);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var name = parsed.GetValue(_name);
        var rows = (name is null ? ModelCatalogue.Entries : [ModelCatalogue.Find(WeightsCatalogue.Split(name).Model)]).Select(ModelRow.Of).ToList();
        if (parsed.GetValue(_json)) terminal.WriteJson(new { Models = rows });
        else if (name is null) ShowAll(rows, terminal.Results);
        else ShowOne(rows[0], terminal.Results);
        return Task.FromResult(ExitCode.Done);
    }

    private static void ShowAll(List<ModelRow> rows, IAnsiConsole console)
    {
        var table = Terminal.Table("name", "parameters", "multiply-adds", "input", "top-1", "weights", "licence");
        foreach (var row in rows)
        {
            var weights = row.Weights.FirstOrDefault();
            table.AddRow(new[]
            {
                row.Name, Millions(row.Parameters), Billions(row.MultiplyAdds), $"{weights?.InputSize ?? row.InputSize}",
                Top1(weights), weights?.Where ?? "none", weights?.Licence ?? "",
            }.Select(cell => new Text(cell)));
        }
        console.Write(table);
        console.WriteLine($"{rows.Count} models. `graft models NAME` shows stages and all weights; `graft models pull NAME` downloads.");
    }

    private static void ShowOne(ModelRow row, IAnsiConsole console)
    {
        console.WriteLine($"{row.Name}: {row.Family}. {row.Paper}");
        console.WriteLine($"{Millions(row.Parameters)} parameters, {Billions(row.MultiplyAdds)} multiply-adds for {row.InputSize} x {row.InputSize} pixels");
        console.WriteLine($"stages, for --freeze: {string.Join(", ", ModelCatalogue.Build(row.Name).Stages.Select(stage => stage.Name))}");
        foreach (var weights in row.Weights)
        {
            console.WriteLine();
            console.WriteLine($"{weights.Name}{(weights.IsDefault ? " (the default)" : "")}: {weights.Where}, input {weights.InputSize}, top-1 {Top1(weights)}");
            console.WriteLine($"  licence  {weights.Licence}");
            console.WriteLine($"  source   {weights.Source}");
            console.WriteLine($"  sha-256  {weights.Sha256}");
            if (weights.Path is not null) console.WriteLine($"  file     {weights.Path}");
        }
    }

    private static string Top1(WeightsFacts? weights) =>
        weights is not null && weights.Metrics.TryGetValue("acc@1", out var top1) ? top1.ToString("0.0", CultureInfo.InvariantCulture) + " %" : "-";

    private static string Millions(long count) => (count / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " M";

    private static string Billions(long count) => (count / 1e9).ToString("0.00", CultureInfo.InvariantCulture) + " G";
}

using System.CommandLine;
using Graft.Networks;

namespace Graft.Cli;

/// <summary><c>graft models [NAME]</c>: the catalogue or some of it, everything about one model, or the ones that suit a data set.</summary>
internal sealed class ModelsVerb : Verb
{
    private readonly Argument<string?> _name = new("NAME")
    {
        Description = "a model, to show its stages and weights; part of a name or family, to list what matches; or a model file or folder, to show "
            + "the lineage of its weights",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _task = new("--task")
    {
        Description = "networks for this task; classify by default",
        HelpName = string.Join('|', TaskKinds.Names),
    };
    private readonly ModelFilterOptions _filter;
    private readonly Option<bool> _measure = new("--measure") { Description = "measure the speed of the listed networks on this machine, and remember it" };
    private readonly Option<string?> _recommend = new("--recommend")
    {
        Description = "rank the networks whose weights are on disk for a data set, without training",
        HelpName = "DATA",
    };
    private readonly Option<int> _sample = new("--sample")
    {
        Description = "maximum number of images that --recommend uses",
        DefaultValueFactory = _ => new RecommendRequest { Data = "" }.Sample,
    };
    private readonly Option<string> _nearCopies = NearCopies.Option();
    private readonly Option<bool> _json = CommonOptions.Json();

    public ModelsVerb(Terminal terminal)
        : base(terminal, "models", "List and search the networks: size, cost, speed here, weights, licence, published accuracy, on disk or not.",
            "graft models", "graft models resnet50", "graft models --max-params 10 --min-accuracy 70 --sort cost", "graft models --task detect",
            "graft models --recommend samples/photos")
    {
        Add(_name);
        _task.AcceptOnlyFromAmong([.. TaskKinds.Names]);
        Add(_task);
        _filter = new ModelFilterOptions(this);
        foreach (var option in new Option[] { _measure, _recommend, _sample, _nearCopies, _json }) Add(option);
    }

    protected override Task<int> Run(ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var (name, isJson) = (parsed.GetValue(_name), parsed.GetValue(_json));
        if (parsed.GetValue(_recommend) is { } data) Recommend(data, name, parsed, terminal, cancellation);
        else if (name is not null && File.Exists(Path.Combine(name, "model.onnx"))) LedgerView.Show(ModelPath.Resolve(name), isJson, terminal);
        else if (name is not null && LedgerView.Knows(name)) LedgerView.Show(name, isJson, terminal);
        else if (name is not null && FaceCards.Knows(name)) FaceCards.Show(name, isJson, terminal);
        else if (name is not null && IsModel(name)) One(name, parsed, terminal);
        else Several(name, parsed, terminal, cancellation);
        return Task.FromResult(ExitCode.Done);
    }

    private static IReadOnlyDictionary<string, double> NoSpeeds { get; } = new Dictionary<string, double>();

    private static bool IsModel(string name) =>
        WeightsCatalogue.Split(name).Model is var model && (ModelCatalogue.Names.Contains(model) || OtherModels.Find(model) is not null);

    private void One(string name, ParseResult parsed, Terminal terminal)
    {
        var model = WeightsCatalogue.Split(name).Model;
        var other = OtherModels.Find(model);
        if (parsed.GetValue(_measure))
            MeasuredModels.Time(other is null ? [ModelCatalogue.Find(model)] : [], other is null ? [] : [other], terminal, CancellationToken.None);
        var row = other ?? ModelRow.Of(ModelCatalogue.Find(model), ModelSpeed.Known());
        if (WeightsCatalogue.Split(name).Tag is not null && WeightsCatalogue.Find(name) is { } tagged)
            row = row with { Weights = [.. row.Weights.Where(weights => weights.Name == tagged.Name)] };
        if (parsed.GetValue(_json)) terminal.WriteJson(new ModelsFacts([row]));
        else
        {
            ModelCard.Show(row, terminal.Results);
            terminal.Next(row.Weights is [{ Path: null }, ..] ? ["graft", "models", "pull", name] : ["graft", "train", "DATA", "--model", name]);
        }
    }

    private void Several(string? text, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        var filter = _filter.Read(parsed, text);
        var task = TaskKinds.Find(parsed.GetValue(_task));
        var entries = task is null or TaskKind.Classify or TaskKind.Identities ? ModelCatalogue.Entries.Where(filter.HasText).ToList() : [];
        var others = task is TaskKind.Classify or TaskKind.Identities || entries.Count > 0 ? [] : OtherModels.Of(task).Where(filter.HasText).ToList();
        if (entries.Count + others.Count == 0 && text is not null) ModelCatalogue.Find(text); // says what was probably meant
        if (parsed.GetValue(_measure))
            MeasuredModels.Time([.. entries.Where(entry => filter.Passes(ModelRow.Of(entry, NoSpeeds), isSpeedKnown: false))],
                [.. others.Where(row => filter.Passes(row, isSpeedKnown: false))], terminal, cancellation);
        var known = ModelSpeed.Known();
        var rows = filter.Sorted(entries.Select(entry => ModelRow.Of(entry, known)).Concat(others).Where(row => filter.Passes(row))).ToList();
        if (parsed.GetValue(_json)) terminal.WriteJson(new ModelsFacts(rows));
        else
        {
            ModelTable.Show(rows, terminal.Results);
            terminal.Next("graft", "models", rows.Count > 0 ? rows[0].Name : "NAME");
        }
    }

    private void Recommend(string data, string? name, ParseResult parsed, Terminal terminal, CancellationToken cancellation)
    {
        if (TaskKinds.Find(parsed.GetValue(_task)) == TaskKind.Identities)
            throw new GraftException("Networks are not ranked for identities.",
                "--recommend asks how well features tell the classes apart that are there; identities are judged on others that were not seen.",
                "Try some with `graft train DATA --task identities --strategy adapt --model NAME`: each takes minutes at most.");
        Recommendation answer;
        var request = new RecommendRequest
        {
            Data = data,
            Models = name is null ? [] : name.Split(','),
            Sample = parsed.GetValue(_sample),
            NearDuplicateBits = NearCopies.Bits(parsed.GetValue(_nearCopies)),
        };
        using (var display = new EventDisplay(terminal)) answer = BackboneChoice.Run(request, display, cancellation);
        if (parsed.GetValue(_json)) terminal.WriteJson(RecommendFacts.Of(answer));
        else
        {
            RecommendationView.Show(answer, terminal.Results);
            terminal.Next("graft", "train", data, "--model", answer.Rows[0].Name);
        }
    }
}

using System.Globalization;

namespace Graft.Bench;

/// <summary>
/// What 8 bits cost a detector and a segmentation network: each trained on annotated scenes, written in 8 bits without a limit of the loss and with the default
/// one, and all files measured on the scenes that were held out.
/// </summary>
internal sealed class QuantScenes : IComparison
{
    private static readonly string[] Tasks = ["detect", "segment"];

    public string Name => "quant-scenes";

    public string Description => "AP50 and mean IoU of trained networks, 8 bits beside 32: quant-scenes [SCENES] [detect|segment] [epochs=N]";

    public int Run(string[] arguments)
    {
        var scenes = arguments.FirstOrDefault(Directory.Exists) ?? Environment.GetEnvironmentVariable("SCENES") ?? Path.Combine("samples", "scenes");
        var epochs = arguments.FirstOrDefault(argument => argument.StartsWith("epochs=", StringComparison.Ordinal)) is { } given
            ? int.Parse(given["epochs=".Length..], CultureInfo.InvariantCulture) : 8;
        var project = Directory.CreateTempSubdirectory("graft-bench-").FullName;
        try
        {
            foreach (var task in Tasks.Where(task => arguments.Contains(task) || !arguments.Any(Tasks.Contains))) Of(task, scenes, epochs, project);
        }
        finally
        {
            Directory.Delete(project, recursive: true);
        }
        return 0;
    }

    private static void Of(string task, string scenes, int epochs, string project)
    {
        var row = TaskTable.Of(TaskKinds.Parse(task));
        var run = row.Train(row.Request(scenes) with { Epochs = epochs, Project = Path.Combine(project, task) }, null, default);
        Console.WriteLine($"{task}, {epochs} epochs");
        Write("no limit", new Int8Options { MaxDrop = 1 });
        Write("the default limit", new Int8Options());

        void Write(string limit, Int8Options options)
        {
            try
            {
                var result = RunExport.Int8(run.Folder.FullPath, null, options);
                var kept = result.Facts.Kept.Count > 0 ? Words.List(result.Facts.Kept) : "none";
                Console.WriteLine($"  {limit}: {string.Join("; ", result.Judgements.Select(judgement => judgement.Summary))}; layers kept in 32 bits: {kept}");
            }
            catch (GraftException refusal)
            {
                Console.WriteLine($"  {limit}: {refusal.Message}");
            }
        }
    }
}

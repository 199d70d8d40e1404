using Graft.Bench;

var comparisons = typeof(IComparison).Assembly.GetTypes()
    .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(IComparison)))
    .Select(type => (IComparison)Activator.CreateInstance(type)!)
    .OrderBy(comparison => comparison.Name)
    .ToList();
var chosen = comparisons.FirstOrDefault(comparison => comparison.Name == args.FirstOrDefault());
if (chosen is not null) return chosen.Run(args[1..]);
Console.WriteLine("dotnet run --project bench -c Release -- NAME");
foreach (var comparison in comparisons) Console.WriteLine($"  {comparison.Name,-12} {comparison.Description}");
return args.Length == 0 ? 0 : 2;

namespace Graft.Core.Tests;

public class GraftHomeTests
{
    // One test: environment variables belong to the whole process.
    [Fact]
    public void The_folder_is_the_users_choice_then_the_cache_directory()
    {
        var before = Environment.GetEnvironmentVariable(GraftHome.Variable);
        try
        {
            Environment.SetEnvironmentVariable(GraftHome.Variable, Path.Combine(Path.GetTempPath(), "mine"));
            Assert.Equal(Path.Combine(Path.GetTempPath(), "mine", "weights"), GraftHome.Weights);
            Assert.Equal(Path.Combine(Path.GetTempPath(), "mine", "features"), GraftHome.Features);
            Environment.SetEnvironmentVariable(GraftHome.Variable, null);
            Assert.Equal("graft", Path.GetFileName(GraftHome.Folder));
            Assert.True(Path.IsPathRooted(GraftHome.Folder));
        }
        finally
        {
            Environment.SetEnvironmentVariable(GraftHome.Variable, before);
        }
    }
}

# A project with something in each part, and in each something that is in no other.
secret = ENV.fetch('SECRET')
I18n.locale = :en
Setting.default_language = 'en'
Setting.rest_api_enabled = '1'
Setting.login_required = '1'
Redmine::DefaultData::Loader.load('en') if Tracker.none?

def account(login, admin)
  user = User.new(firstname: login.capitalize, lastname: 'Example', mail: "#{login}@example.com", language: 'en')
  user.login = login
  user.password = user.password_confirmation = 'correct horse battery'
  user.admin = admin
  user.status = User::STATUS_ACTIVE
  user.save!
  user
end

ann = account('ann', false)
bob = account('bob', false)
role = Role.find_by(name: 'Manager')
role.permissions = role.setable_permissions.map(&:name)
role.save!
project = Project.new(name: 'Customers', identifier: 'customers', description: "projects-#{secret}", is_public: false)
project.enabled_module_names = %w[issue_tracking time_tracking news documents files wiki boards calendar gantt]
project.trackers = Tracker.all
project.save!
[ann, bob].each { |user| Member.create!(project: project, user: user, roles: [role]) }
User.current = ann

category = IssueCategory.create!(project: project, name: 'Billing')
version = Version.create!(project: project, name: 'Spring', effective_date: Date.today + 7)
issue = Issue.new(project: project, tracker: project.trackers.first, author: ann, subject: "Subject issues-#{secret}",
                  description: "Description issues-#{secret}", category: category, fixed_version: version, assigned_to: bob,
                  start_date: Date.today, due_date: Date.today + 5, priority: IssuePriority.first,
                  status: IssueStatus.first)
issue.save!
issue = Issue.find(issue.id)
issue.init_journal(ann, "Note issues-#{secret}")
issue.done_ratio = 50
issue.save!
issue.add_watcher(ann)
Attachment.create!(container: issue, file: StringIO.new("Attachment issues-#{secret}"), filename: "issues-#{secret}.txt", author: ann,
                   content_type: 'text/plain')
child = Issue.new(project: project, tracker: project.trackers.first, author: ann, subject: "Child issues-#{secret}",
                  parent_issue_id: issue.id.to_s, priority: IssuePriority.first, status: IssueStatus.first,
                  start_date: Date.today, due_date: Date.today + 2)
child.save!
IssueQuery.create!(name: "Query issues-#{secret}", project: project, user: ann, visibility: 2)
TimeEntry.create!(project: project, issue: issue, user: ann, author: ann, hours: 2, spent_on: Date.today,
                  activity: TimeEntryActivity.first, comments: "time-#{secret}")

page = WikiPage.new(wiki: project.wiki || Wiki.create!(project: project, start_page: 'Wiki'), title: 'Wiki')
page.content = WikiContent.new(page: page, author: ann, text: "h1. Welcome\n\nwiki-#{secret}")
page.save!
News.create!(project: project, author: ann, title: "Open day news-#{secret}", summary: "news-#{secret}",
             description: "news-#{secret}")
Document.create!(project: project, category: DocumentCategory.first, title: "Prices documents-#{secret}",
                 description: "documents-#{secret}")
board = Board.create!(project: project, name: 'Talk', description: 'About all')
Message.create!(board: board, author: ann, subject: "Hello forums-#{secret}", content: "forums-#{secret}")
Attachment.create!(container: project, file: StringIO.new("documents-#{secret}"), filename: 'file.txt', author: ann,
                   content_type: 'text/plain')
